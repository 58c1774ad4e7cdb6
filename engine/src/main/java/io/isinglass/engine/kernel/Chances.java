package io.isinglass.engine.kernel;

import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Dice;

/** The chance of a rule's event for every whole pull of the neighbours, under these couplings. */
final class Chances {

    /** Pulls of one parity, up to this size either way, are numbered by 7 bits. */
    static final int NARROW = 127;

    /** The entries of a table. */
    static final int ENTRIES = NARROW + 1;

    private final Couplings couplings;
    private final int most;
    private final double[][] chances;
    private final byte[][] digits;
    private final byte[] tables = new byte[2 * 4 * ENTRIES];

    Chances(Rule rule, Couplings couplings, int most) {
        this.couplings = couplings;
        this.most = most;
        this.chances = new double[2][2 * most + 1];
        this.digits = new byte[2][2 * most + 1];
        for (int up = 0; up < 2; up++) {
            for (int pull = -most; pull <= most; pull++) {
                double field = Math.fma(couplings.at(Ising.BOND), pull, couplings.at(Ising.FIELD));
                double chance = rule.chance(rule.argument(field, 2 * up - 1));
                chances[up][pull + most] = chance;
                digits[up][pull + most] = digit(chance, 0);
                if (Math.abs(pull) <= NARROW) {
                    int entry = table(pull, up) + (pull + largest(pull)) / 2;
                    tables[entry] = digit(chance, 0);
                    tables[4 * ENTRIES + entry] = digit(chance, 1);
                }
            }
        }
    }

    /** A digit of a chance. Of a certain one all are the largest: so one that is drawn equal leaves it to be decided. */
    private static byte digit(double chance, int number) {
        return (byte) (chance >= 1 ? 0xFF : Dice.fraction(chance) >>> 56 - 8 * number);
    }

    /** Where in {@link #tables} the table for a spin and for pulls of this one's parity begins. */
    static int table(int pull, int up) {
        return ((pull & 1) << 1 | up) * ENTRIES;
    }

    /** The largest pull that a table has an entry for, of the parity of this one. */
    static int largest(int pull) {
        return NARROW - (~pull & 1);
    }

    /** First digits of chances in four tables, then second ones: at place n of a table those of pull 2n − {@link #largest}. */
    byte[] tables() {
        return tables;
    }

    Couplings couplings() {
        return couplings;
    }

    double chance(int up, int pull) {
        return chances[up][pull + most];
    }

    /** The first digit of the chance, 0 to 255. */
    int digit(int up, int pull) {
        return digits[up][pull + most] & 0xFF;
    }
}
