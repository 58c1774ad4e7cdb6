package io.isinglass.engine.truth;

/** A function of one variable at a point, with its first and second derivative there. */
record Jet(double value, double first, double second) {

    static Jet variable(double x) {
        return new Jet(x, 1, 0);
    }

    static Jet constant(double x) {
        return new Jet(x, 0, 0);
    }

    Jet plus(Jet o) {
        return new Jet(value + o.value, first + o.first, second + o.second);
    }

    Jet minus(Jet o) {
        return plus(o.times(-1));
    }

    Jet times(double factor) {
        return new Jet(factor * value, factor * first, factor * second);
    }

    Jet times(Jet o) {
        return new Jet(
                value * o.value,
                first * o.value + value * o.first,
                second * o.value + 2 * first * o.first + value * o.second);
    }

    Jet exp() {
        double e = Math.exp(value);
        return chain(e, e, e);
    }

    Jet log() {
        return chain(Math.log(value), 1 / value, -1 / (value * value));
    }

    Jet sqrt() {
        double root = Math.sqrt(value);
        return chain(root, 0.5 / root, -0.25 / (root * value));
    }

    Jet sinh() {
        return exp().minus(times(-1).exp()).times(0.5);
    }

    Jet cosh() {
        return exp().plus(times(-1).exp()).times(0.5);
    }

    Jet over(Jet o) {
        return times(o.chain(1 / o.value, -1 / (o.value * o.value), 2 / (o.value * o.value * o.value)));
    }

    private Jet chain(double f, double d, double dd) {
        return new Jet(f, d * first, dd * first * first + d * second);
    }
}
