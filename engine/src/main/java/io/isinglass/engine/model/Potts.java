package io.isinglass.engine.model;

import java.util.Arrays;
import java.util.List;

/**
 * Potts's model: ln p = K Σ δ(s, s′) + h Σ δ(s, 0), of {@code q} states. With q = 2 it is {@link Ising} at half of K and h.
 *
 * <p>Its order parameter is (q n − 1)/(q − 1), n the share of the sites that are in the commonest state (Wu: The Potts model,
 * 1982).
 */
public record Potts(int q, List<Term> terms) implements States {

    /** The model of {@code q} states. */
    public Potts(int q) {
        this(q, States.terms(q, "the number of bonds whose ends are in one state", "the number of sites in state 0"));
    }

    @Override
    public int states() {
        return q;
    }

    @Override
    public double interaction(int one, int other) {
        return one == other ? 1 : 0;
    }

    @Override
    public double alignment(int state) {
        return state == 0 ? 1 : 0;
    }

    @Override
    public double order(double[] shares) {
        return (q * Arrays.stream(shares).max().orElseThrow() - 1) / (q - 1);
    }
}
