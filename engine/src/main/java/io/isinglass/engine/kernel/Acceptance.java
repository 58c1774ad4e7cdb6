package io.isinglass.engine.kernel;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Dice;

/**
 * The probabilities with which the packed sites of an Ising model accept, by their spin and the number of their
 * neighbours that are up (heat bath) or agree with them (Metropolis), as bit planes.
 */
final class Acceptance {

    /*
     * The number of neighbours is in binary: one + 2 two + 4 four ≤ 6. Whether plane k of the probability is set is a
     * polynomial in these bits over the field of two elements, with a coefficient for each of 1, one, two, one·two,
     * four, one·four, two·four; and so is by how much this differs for a part of the sites: those whose spin is up, or
     * those at the ends of the rows of an open lattice. A coefficient is 0 or all ones.
     */

    /** From the coefficients of a site to how they differ for one of the part. */
    static final int PART = 7;
    /** From the coefficients of a plane to those of the next. */
    static final int STRIDE = 2 * PART;

    private final long[] limits = new long[Dice.PLANES * STRIDE];
    private final long[] always = new long[STRIDE];
    private final boolean parts;
    private final boolean edges;

    /**
     * The acceptance at sites that have so many neighbours.
     *
     * @param missing how many more they would have in the bulk: nowhere, and so held for down
     */
    Acceptance(Couplings couplings, boolean flips, int neighbours, int missing) {
        long[][] thresholds = new long[2][PART];
        boolean[][] sure = new boolean[2][PART];
        for (int spin = 0; spin < 2; spin++) {
            for (int count = 0; count <= neighbours; count++) {
                int up = flips && spin == 0 ? neighbours - count : count;
                int slot = flips && spin == 0 ? count + missing : count;
                double field = Math.fma(couplings.at(Ising.BOND), 2 * up - neighbours, couplings.at(Ising.FIELD));
                double probability =
                        flips ? Elementary.exp(Math.min(0, (2 - 4 * spin) * field)) : Elementary.logistic(2 * field);
                sure[spin][slot] = probability >= 1;
                thresholds[spin][slot] = probability >= 1 ? -1 : Dice.fraction(probability);
            }
        }
        fill(thresholds, sure);
        this.parts = differs(limits) || differs(always);
        this.edges = false;
    }

    /** The acceptance where the part are the sites at the ends of rows; neither may differ by spin. */
    Acceptance(Acceptance bulk, Acceptance edge) {
        join(limits, bulk.limits, edge.limits);
        join(always, bulk.always, edge.always);
        this.parts = true;
        this.edges = true;
    }

    private static void join(long[] to, long[] bulk, long[] edge) {
        for (int k = 0; k < to.length; k += STRIDE) {
            for (int j = k; j < k + PART; j++) {
                to[j] = bulk[j];
                to[j + PART] = bulk[j] ^ edge[j];
            }
        }
    }

    private void fill(long[][] thresholds, boolean[][] sure) {
        long[] kinds = new long[PART];
        for (int spin = 0; spin < 2; spin++) {
            for (int plane = 0; plane < Dice.PLANES; plane++) {
                for (int count = 0; count < PART; count++) {
                    kinds[count] = thresholds[spin][count] << plane >> 63;
                }
                put(limits, plane * STRIDE, spin, kinds);
            }
            for (int count = 0; count < PART; count++) {
                kinds[count] = sure[spin][count] ? -1 : 0;
            }
            put(always, 0, spin, kinds);
        }
    }

    private static void put(long[] to, int at, int spin, long[] kinds) {
        long pair = kinds[0] ^ kinds[1];
        long[] sums = {
            kinds[0],
            pair,
            kinds[0] ^ kinds[2],
            pair ^ kinds[2] ^ kinds[3],
            kinds[0] ^ kinds[4],
            pair ^ kinds[4] ^ kinds[5],
            kinds[0] ^ kinds[2] ^ kinds[4] ^ kinds[6]
        };
        for (int k = 0; k < PART; k++) {
            to[at + spin * PART + k] = spin == 0 ? sums[k] : sums[k] ^ to[at + k];
        }
    }

    private static boolean differs(long[] coefficients) {
        for (int k = 0; k < coefficients.length; k++) {
            if (k % STRIDE >= PART && coefficients[k] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a part of the sites accepts otherwise. */
    boolean hasParts() {
        return parts;
    }

    /** Whether the part are the sites at the ends of rows, and not the spins that are up. */
    boolean knowsEdges() {
        return edges;
    }

    /** The coefficients, plane by plane, the most significant first. */
    long[] limits() {
        return limits;
    }

    /** Bit {@code plane} of the probabilities of 64 sites. */
    long limit(int plane, long part, long one, long two, long four) {
        return value(limits, plane * STRIDE, part, one, two, four);
    }

    /** Which of 64 sites accept for sure. */
    long always(long part, long one, long two, long four) {
        return value(always, 0, part, one, two, four);
    }

    private static long value(long[] of, int at, long part, long one, long two, long four) {
        return value(of, at, one, two, four) ^ part & value(of, at + PART, one, two, four);
    }

    private static long value(long[] of, int at, long one, long two, long four) {
        return of[at]
                ^ one & (of[at + 1] ^ two & of[at + 3])
                ^ two & of[at + 2]
                ^ four & (of[at + 4] ^ one & of[at + 5] ^ two & of[at + 6]);
    }
}
