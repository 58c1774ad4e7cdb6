package io.isinglass.engine.model;

import io.isinglass.engine.math.Elementary;
import java.util.List;

/**
 * Rotors that point to one of {@code q} hours: ln p = K Σ cos(2π(s − s′)/q) + h Σ cos(2πs/q). With q = 2 it is {@link Ising},
 * with q = 3 {@link Potts} at ⅔ of its K, with q → ∞ {@link Xy}.
 *
 * <p>Its order parameter is the length of the mean of the unit vectors (cos 2πs/q, sin 2πs/q).
 */
public record Clock(int q, List<Term> terms) implements States {

    /** cos 2πk/q for every q, by k = 0 … q − 1. */
    private static final double[][] COSINES = new double[MOST_STATES + 1][];

    static {
        for (int q = 1; q <= MOST_STATES; q++) {
            COSINES[q] = new double[q];
            for (int k = 0; k < q; k++) {
                COSINES[q][k] = Elementary.cosineOfTurns((double) k / q);
            }
        }
    }

    /** The model of {@code q} hours. */
    public Clock(int q) {
        this(q, States.terms(q, "the sum over bonds of cos(2 pi (s - s')/q)", "the sum over sites of cos(2 pi s/q)"));
    }

    @Override
    public int states() {
        return q;
    }

    @Override
    public double interaction(int one, int other) {
        return COSINES[q][Math.abs(one - other)];
    }

    @Override
    public double alignment(int state) {
        return COSINES[q][state];
    }

    @Override
    public double order(double[] shares) {
        double x = 0;
        double y = 0;
        for (int state = 0; state < q; state++) {
            x = Math.fma(shares[state], COSINES[q][state], x);
            y = Math.fma(shares[state], Elementary.sineOfTurns((double) state / q), y);
        }
        return Math.sqrt(Math.fma(x, x, y * y));
    }
}
