package io.isinglass.engine.truth;

import io.isinglass.engine.Plainly;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.States;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums over all states of any model whose sites hold one of a few values, by the terms that it declares.
 *
 * @param terms means of the terms
 * @param direct means of the direct observables
 * @param rootMeanSquares of the direct observables
 */
record StateSum(double logZ, double[] terms, double[] direct, double[] rootMeanSquares) {

    /** What a site may hold; nothing where that is any number. */
    static double[] states(Model model) {
        if (model.values() == Values.SPIN) {
            return new double[] {-1, 1};
        }
        return model instanceof States few
                ? IntStream.range(0, few.states()).asDoubleStream().toArray()
                : new double[0];
    }

    static StateSum of(Model model, Lattice lattice, Couplings couplings, double[] evidence) {
        Walk walk = new Walk(model, lattice, couplings, evidence);
        walk.from(0);
        double z = walk.z;
        return new StateSum(
                Math.log(z),
                Arrays.stream(walk.terms).map(sum -> sum / z).toArray(),
                Arrays.stream(walk.direct).map(sum -> sum / z).toArray(),
                Arrays.stream(walk.squares).map(sum -> Math.sqrt(sum / z)).toArray());
    }

    /** Fills the sites one by one, with the sums of the terms over what is filled. */
    private static final class Walk {

        private final Model model;
        private final Couplings couplings;
        private final List<Observable> observables;
        private final double[] states;
        private final double[] values;
        private final double[][] sums;
        private final List<List<Plainly.Bond>> back;
        private final double[][][] alone;
        private final double[] terms;
        private final double[] direct;
        private final double[] squares;
        private double z;

        Walk(Model model, Lattice lattice, Couplings couplings, double[] evidence) {
            this.model = model;
            this.couplings = couplings;
            this.observables = model.observables(lattice, couplings).direct();
            this.states = states(model);
            this.values = new double[(int) lattice.sites()];
            this.sums = new double[values.length + 1][model.terms().size()];
            this.terms = new double[model.terms().size()];
            this.direct = new double[observables.size()];
            this.squares = new double[observables.size()];
            List<Plainly.Bond> bonds = Plainly.bonds(lattice);
            this.back = IntStream.range(0, values.length)
                    .mapToObj(site -> bonds.stream()
                            .filter(bond -> Math.max(bond.one(), bond.other()) == site)
                            .toList())
                    .toList();
            this.alone = alone(lattice, evidence);
        }

        /** What each state adds to the sums over sites at each site. */
        private double[][][] alone(Lattice lattice, double[] evidence) {
            double[][][] alone = new double[values.length][states.length][terms.length];
            for (int state = 0; state < states.length; state++) {
                double[] same = new double[values.length];
                Arrays.fill(same, states[state]);
                Site cursor = Plainly.cursor(model, lattice, same, evidence);
                for (int site = 0; cursor.next(); site++) {
                    for (int k = 0; k < terms.length; k++) {
                        alone[site][state][k] = model.terms().get(k).isBond() ? 0 : model.statistic(k, cursor);
                    }
                }
            }
            return alone;
        }

        void from(int site) {
            if (site == values.length) {
                count(sums[site]);
                return;
            }
            for (int state = 0; state < states.length; state++) {
                values[site] = states[state];
                for (int k = 0; k < terms.length; k++) {
                    sums[site + 1][k] = sums[site][k] + alone[site][state][k] + bonds(k, site);
                }
                from(site + 1);
            }
        }

        private double bonds(int k, int site) {
            double sum = 0;
            int ring = model.terms().get(k).ring();
            if (ring >= 0) {
                for (Plainly.Bond bond : back.get(site)) {
                    if (bond.ring() == ring) {
                        sum += bond.weight() * model.bond(k, values[bond.one()], values[bond.other()], bond.right());
                    }
                }
            }
            return sum;
        }

        private void count(double[] row) {
            double log = 0;
            for (int k = 0; k < couplings.values().length; k++) {
                log += couplings.at(k) * row[k];
            }
            double weight = Math.exp(log);
            z += weight;
            for (int k = 0; k < terms.length; k++) {
                terms[k] += weight * row[k];
            }
            for (int k = 0; k < direct.length; k++) {
                double seen = observables.get(k).of().applyAsDouble(row);
                direct[k] += weight * seen;
                squares[k] += weight * seen * seen;
            }
        }
    }
}
