package io.isinglass.engine.truth;

import java.util.function.DoubleUnaryOperator;

/** A density on the line, known through its logarithm up to a constant, by the trapezoidal rule. */
final class Quadrature {

    /*
     * For an analytic density that vanishes at both ends the rule converges faster than any power of the step.
     */

    private static final int STEPS = 60_000;

    private final double low;
    private final double step;
    private final double[] below = new double[STEPS + 1];

    Quadrature(double low, double high, DoubleUnaryOperator logDensity) {
        this.low = low;
        this.step = (high - low) / STEPS;
        double top = Double.NEGATIVE_INFINITY;
        for (int k = 0; k <= STEPS; k++) {
            top = Math.max(top, logDensity.applyAsDouble(low + k * step));
        }
        double last = Math.exp(logDensity.applyAsDouble(low) - top);
        for (int k = 1; k <= STEPS; k++) {
            double next = Math.exp(logDensity.applyAsDouble(low + k * step) - top);
            below[k] = below[k - 1] + (last + next) / 2;
            last = next;
        }
    }

    /** The probability of a value below this one. */
    double below(double value) {
        double at = (value - low) / step;
        if (at <= 0 || at >= STEPS) {
            return at <= 0 ? 0 : 1;
        }
        int k = (int) at;
        return (below[k] + (at - k) * (below[k + 1] - below[k])) / below[STEPS];
    }
}
