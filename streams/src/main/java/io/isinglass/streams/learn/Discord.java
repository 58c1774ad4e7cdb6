package io.isinglass.streams.learn;

/**
 * How far beliefs are from their twins, beside how far they say that they are from the truth.
 *
 * @param apart the sum of squares of how far parameters of twins are apart
 * @param told the sum of their variances
 */
record Discord(double apart, double told) {

    /** Of beliefs without a twin. */
    static final Discord NONE = new Discord(0, 0);

    Discord plus(Discord other) {
        return new Discord(apart + other.apart, told + other.told);
    }

    /** The factor by which errors are larger than they are told; at least 1, as before the first records. */
    double spread() {
        return told > 0 ? Math.max(1, Math.sqrt(apart / told)) : 1;
    }
}
