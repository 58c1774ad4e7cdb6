package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import java.util.OptionalDouble;

/** ln Z where it can be had: of few spins by the sum over all states, of a Gaussian field by the determinant of its precision. */
final class ExactLogZ {

    private static final int MOST_SPINS = 16;
    private static final int MOST_SITES = 512;

    private ExactLogZ() {}

    static OptionalDouble of(Exponent exponent) {
        if (exponent.spins() && exponent.sites() <= MOST_SPINS) {
            return OptionalDouble.of(ofSpins(exponent));
        }
        return !exponent.spins() && exponent.fourth() == 0 && exponent.sites() <= MOST_SITES
                ? OptionalDouble.of(ofGaussian(exponent))
                : OptionalDouble.empty();
    }

    private static double ofSpins(Exponent exponent) {
        double[] exponents = new double[1 << exponent.sites()];
        double[] spins = new double[exponent.sites()];
        double top = Double.NEGATIVE_INFINITY;
        for (int state = 0; state < exponents.length; state++) {
            for (int site = 0; site < spins.length; site++) {
                spins[site] = (state >> site & 1) * 2 - 1;
            }
            exponents[state] = exponent.at(spins);
            top = Math.max(top, exponents[state]);
        }
        double sum = 0;
        for (double each : exponents) {
            sum += Elementary.exp(each - top);
        }
        return top + Elementary.log(sum);
    }

    /** ½ (N ln 2π − ln det A + rᵀ A⁻¹ r) of precision A, by Cholesky's factors. */
    private static double ofGaussian(Exponent exponent) {
        double[][] factors = precision(exponent);
        double[] solved = new double[factors.length];
        double logZ = 0;
        for (int row = 0; row < factors.length; row++) {
            for (int column = 0; column <= row; column++) {
                double sum = factors[row][column];
                for (int k = 0; k < column; k++) {
                    sum = Math.fma(-factors[row][k], factors[column][k], sum);
                }
                factors[row][column] = column < row ? sum / factors[column][column] : Math.sqrt(sum);
            }
            double right = exponent.linear();
            for (int k = 0; k < row; k++) {
                right = Math.fma(-factors[row][k], solved[k], right);
            }
            solved[row] = right / factors[row][row];
            logZ += (Elementary.log(2 * Math.PI) + solved[row] * solved[row]) / 2 - Elementary.log(factors[row][row]);
        }
        return logZ;
    }

    private static double[][] precision(Exponent exponent) {
        double[][] precision = new double[exponent.sites()][exponent.sites()];
        for (int site = 0; site < precision.length; site++) {
            precision[site][site] = 2 * exponent.square();
        }
        for (int bond = 0; bond < exponent.weights().length; bond++) {
            precision[exponent.ones()[bond]][exponent.others()[bond]] -= exponent.weights()[bond];
            precision[exponent.others()[bond]][exponent.ones()[bond]] -= exponent.weights()[bond];
        }
        return precision;
    }
}
