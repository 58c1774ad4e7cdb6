package io.isinglass.engine;

import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Term;
import java.util.ArrayList;
import java.util.List;

/** The bonds of a lattice or graph, one by one, found by plain loops; sites are numbered row by row. */
public record Wires(int sites, List<Wire> all) {

    public record Wire(int one, int other, int ring, double weight) {}

    public static Wires of(Lattice lattice) {
        List<Wire> all = new ArrayList<>();
        if (lattice.bonds() instanceof Graph graph) {
            for (int site = 0; site < graph.sites(); site++) {
                for (int k = graph.start(site); k < graph.start(site) + graph.neighbours(site); k++) {
                    if (graph.others()[k] > site) {
                        all.add(new Wire(site, graph.others()[k], 0, graph.weights()[k]));
                    }
                }
            }
        } else {
            for (int site = 0; site < lattice.sites(); site++) {
                for (Side side : lattice.sides()) {
                    addForward(lattice, site, side, all);
                }
            }
        }
        return new Wires((int) lattice.sites(), all);
    }

    private static void addForward(Lattice lattice, int site, Side side, List<Wire> all) {
        int x = site % lattice.columns();
        int row = site / lattice.columns();
        int toZ = row / lattice.rows() + side.inward();
        int toY = row % lattice.rows() + side.down();
        int toX = x + side.right();
        int inZ = Math.floorMod(toZ, lattice.depth());
        int inY = Math.floorMod(toY, lattice.rows());
        int inX = Math.floorMod(toX, lattice.columns());
        boolean inside = inZ == toZ && inY == toY && inX == toX;
        if (side.isForward() && (inside || lattice.boundary() == Boundary.TORUS)) {
            double weight = ((Regular) lattice.bonds()).weights().of(row, x, side);
            int other = (inZ * lattice.rows() + inY) * lattice.columns() + inX;
            all.add(new Wire(site, other, side.ring(), weight));
        }
    }

    /** The sums of all terms of a model over a field. */
    public double[] sums(Model model, double[] values, double[] evidence) {
        double[] sums = new double[model.terms().size()];
        for (int k = 0; k < sums.length; k++) {
            Term term = model.terms().get(k);
            for (Wire wire : all) {
                sums[k] += wire.ring() == term.ring() ? wire.weight() * values[wire.one()] * values[wire.other()] : 0;
            }
            for (int site = 0; site < sites && !term.isBond(); site++) {
                sums[k] += model.statistic(k, values[site], evidence[site]);
            }
        }
        return sums;
    }

    /** The means of all terms of a model of spins, by adding up all states. */
    public double[] means(Model model, Couplings couplings, double[] evidence) {
        double[] totals = new double[model.terms().size()];
        double z = 0;
        for (int state = 0; state < 1 << sites; state++) {
            double[] spins = new double[sites];
            for (int site = 0; site < sites; site++) {
                spins[site] = (state >>> site & 1) != 0 ? 1 : -1;
            }
            double[] sums = sums(model, spins, evidence);
            double exponent = 0;
            for (int k = 0; k < couplings.values().length; k++) {
                exponent += couplings.at(k) * sums[k];
            }
            z += Math.exp(exponent);
            for (int k = 0; k < totals.length; k++) {
                totals[k] += Math.exp(exponent) * sums[k];
            }
        }
        for (int k = 0; k < totals.length; k++) {
            totals[k] /= z;
        }
        return totals;
    }
}
