package io.isinglass.engine.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The pulls of a {@link RealGroup} in vectors of any width. */
final class RealLanes {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LENGTH = SPECIES.length();

    private RealLanes() {}

    /** Sets {@code pulls} to the pull on a site in every lane, {@code lanes} a site. */
    static void pull(RealBonds bonds, int site, double[] spins, int lanes, double[] pulls) {
        int lane = 0;
        for (; lane + 4 * LENGTH <= lanes; lane += 4 * LENGTH) {
            pullFour(bonds, site, spins, lanes, pulls, lane);
        }
        for (; lane < lanes; lane += LENGTH) {
            pullOne(bonds, site, spins, lanes, pulls, lane);
        }
    }

    private static void pullFour(RealBonds bonds, int site, double[] spins, int lanes, double[] pulls, int lane) {
        int[] others = bonds.others();
        double[] weights = bonds.weights();
        DoubleVector a = DoubleVector.zero(SPECIES);
        DoubleVector b = a;
        DoubleVector c = a;
        DoubleVector d = a;
        for (int bond = bonds.starts()[site]; bond < bonds.starts()[site + 1]; bond++) {
            int at = others[bond] * lanes + lane;
            DoubleVector weight = DoubleVector.broadcast(SPECIES, weights[bond]);
            a = DoubleVector.fromArray(SPECIES, spins, at).fma(weight, a);
            b = DoubleVector.fromArray(SPECIES, spins, at + LENGTH).fma(weight, b);
            c = DoubleVector.fromArray(SPECIES, spins, at + 2 * LENGTH).fma(weight, c);
            d = DoubleVector.fromArray(SPECIES, spins, at + 3 * LENGTH).fma(weight, d);
        }
        a.intoArray(pulls, lane);
        b.intoArray(pulls, lane + LENGTH);
        c.intoArray(pulls, lane + 2 * LENGTH);
        d.intoArray(pulls, lane + 3 * LENGTH);
    }

    private static void pullOne(RealBonds bonds, int site, double[] spins, int lanes, double[] pulls, int lane) {
        int[] others = bonds.others();
        double[] weights = bonds.weights();
        DoubleVector sum = DoubleVector.zero(SPECIES);
        for (int bond = bonds.starts()[site]; bond < bonds.starts()[site + 1]; bond++) {
            DoubleVector weight = DoubleVector.broadcast(SPECIES, weights[bond]);
            sum = DoubleVector.fromArray(SPECIES, spins, others[bond] * lanes + lane)
                    .fma(weight, sum);
        }
        sum.intoArray(pulls, lane);
    }
}
