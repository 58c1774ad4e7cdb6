package io.isinglass.engine;

import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.List;

/** A lattice as a list of bonds, and sums over it by plain loops. Sites count plane by plane and row by row. */
public final class Plainly {

    /** A bond: {@code other} lies {@code right} columns to the right of {@code one}. */
    public record Bond(int one, int other, double weight, int right, int ring) {}

    private Plainly() {}

    /** All bonds, each once. */
    public static List<Bond> bonds(Lattice lattice) {
        return lattice.bonds() instanceof Graph graph ? ofGraph(graph) : ofBox(lattice, (Regular) lattice.bonds());
    }

    private static List<Bond> ofGraph(Graph graph) {
        List<Bond> bonds = new ArrayList<>();
        for (int site = 0; site < graph.sites(); site++) {
            for (int k = graph.start(site); k < graph.start(site + 1); k++) {
                if (graph.others()[k] > site) {
                    bonds.add(new Bond(site, graph.others()[k], graph.weights()[k], 0, 0));
                }
            }
        }
        return bonds;
    }

    private static List<Bond> ofBox(Lattice lattice, Regular regular) {
        List<Bond> bonds = new ArrayList<>();
        for (int site = 0; site < lattice.sites(); site++) {
            int x = site % lattice.columns();
            int row = site / lattice.columns();
            for (Side side : Side.values()) {
                int other = other(lattice, row / lattice.rows(), row % lattice.rows(), x, side);
                if (side.isForward() && side.ring() < regular.rings() && other >= 0) {
                    double weight = regular.weights().of(row, x, side);
                    bonds.add(new Bond(site, other, weight, side.right(), side.ring()));
                }
            }
        }
        return bonds;
    }

    private static int other(Lattice lattice, int z, int y, int x, Side side) {
        int plane = along(z, side.inward(), lattice.depth(), lattice.boundary());
        int row = along(y, side.down(), lattice.rows(), lattice.boundary());
        int column = along(x, side.right(), lattice.columns(), lattice.boundary());
        return Math.min(plane, Math.min(row, column)) < 0
                ? -1
                : (plane * lattice.rows() + row) * lattice.columns() + column;
    }

    /** −1 where a step leads nowhere. */
    private static int along(int at, int step, int length, Boundary boundary) {
        if (step == 0) {
            return at;
        }
        int next = at + step;
        boolean inside = next >= 0 && next < length;
        return length == 1 || !inside && boundary == Boundary.OPEN ? -1 : Math.floorMod(next, length);
    }

    /** The values of the whole lattice. */
    public static double[] values(Mosaic mosaic, Lattice lattice, int chain) {
        double[] values = new double[(int) lattice.sites()];
        for (Tile tile : mosaic.tiles()) {
            Patch patch = tile.patch();
            for (int z = 0; z < patch.depth(); z++) {
                for (int y = 0; y < patch.rows(); y++) {
                    for (int x = 0; x < patch.columns(); x++) {
                        values[patch.row(z, y) * lattice.columns() + patch.left() + x] =
                                tile.field(chain).at(z, y, x);
                    }
                }
            }
        }
        return values;
    }

    /** A cursor over all sites of a field of these values. */
    public static Site cursor(Model model, Lattice lattice, double[] values, double[] evidence) {
        ClearField field = new ClearField(Patch.of(lattice), model.values());
        field.show(evidence);
        for (int site = 0; site < values.length; site++) {
            int row = site / lattice.columns();
            field.set(row / lattice.rows(), row % lattice.rows(), site % lattice.columns(), values[site]);
        }
        return field.sites(Site.ALL, new Noise(0).dice(0, 0, 0));
    }

    /** The sums of all terms of a model. */
    public static double[] sums(Model model, Lattice lattice, double[] values, double[] evidence) {
        double[] sums = new double[model.terms().size()];
        for (Bond bond : bonds(lattice)) {
            for (int k = 0; k < sums.length; k++) {
                if (model.terms().get(k).ring() == bond.ring()) {
                    sums[k] += bond.weight() * model.bond(k, values[bond.one()], values[bond.other()], bond.right());
                }
            }
        }
        Site site = cursor(model, lattice, values, evidence);
        while (site.next()) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += model.terms().get(k).isBond() ? 0 : model.statistic(k, site);
            }
        }
        return sums;
    }
}
