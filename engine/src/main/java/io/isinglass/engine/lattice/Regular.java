package io.isinglass.engine.lattice;

/**
 * Every site is bound to its nearest neighbours, and with two rings also across the diagonals of each square.
 *
 * @param rings 1 or 2
 */
public record Regular(int rings, Weights weights) implements Bonds {

    public Regular {
        if (rings < 1 || rings > 2) {
            throw new IllegalArgumentException("rings must be 1 or 2, was " + rings);
        }
    }

    public boolean isUniform() {
        return weights.equals(Weights.UNIFORM);
    }
}
