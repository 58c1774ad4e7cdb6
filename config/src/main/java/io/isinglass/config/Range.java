package io.isinglass.config;

/** The whole numbers from {@code low} to {@code high}. */
record Range(long low, long high) {

    boolean holds(long value) {
        return low <= value && value <= high;
    }

    void check(String key, long value) {
        Check.within(key, value, low, high);
    }

    @Override
    public String toString() {
        return "a whole number from " + low + " to " + high;
    }
}
