package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.noise.Dice;

/**
 * The clear form of a field: one double a site, whatever its {@link Values}. A halo cell beyond an open edge holds 0, so
 * that a missing neighbour adds nothing to a bond.
 */
public final class ClearField implements Field {

    private final Patch patch;
    private final Values values;
    private final int padZ;
    private final int padY;
    private final int padX;
    private final int stride;
    private final int plane;
    private final double[] cells;
    private double[] weights = new double[0];
    private Whole whole;
    private double[] evidence = new double[0];
    private double[] bonds = new double[0];
    private double[] factors = new double[0];

    /** A field of zeros without evidence. */
    public ClearField(Patch patch, Values values) {
        this.patch = patch;
        this.values = values;
        boolean graph = patch.lattice().bonds() instanceof Graph;
        this.padZ = patch.lattice().depth() > 1 ? 1 : 0;
        this.padY = patch.lattice().rows() > 1 ? 1 : 0;
        this.padX = patch.lattice().columns() > 1 && !graph ? 1 : 0;
        this.stride = patch.columns() + 2 * padX;
        this.plane = (patch.rows() + 2 * padY) * stride;
        this.cells = new double[Math.multiplyExact(patch.depth() + 2 * padZ, plane)];
    }

    private static double[] weights(Patch patch, Regular regular) {
        Side[] sides = patch.lattice().sides().toArray(Side[]::new);
        double[] weights = new double[Math.multiplyExact(patch.sites(), sides.length)];
        for (int at = 0; at < weights.length; at++) {
            int site = at / sides.length;
            int x = site % patch.columns();
            int y = site / patch.columns() % patch.rows();
            int z = site / patch.columns() / patch.rows();
            weights[at] = patch.weight(regular, z, y, x, sides[at % sides.length]);
        }
        return weights;
    }

    @Override
    public Patch patch() {
        return patch;
    }

    @Override
    public Values values() {
        return values;
    }

    @Override
    public double at(int z, int y, int x) {
        return cells[cell(z, y, x)];
    }

    @Override
    public void set(int z, int y, int x, double value) {
        cells[cell(z, y, x)] = value;
    }

    @Override
    public void show(double[] seen) {
        if (seen.length != 0 && seen.length != patch.sites()) {
            throw new IllegalArgumentException(
                    "evidence for " + seen.length + " sites, the patch has " + patch.sites());
        }
        evidence = seen;
    }

    @Override
    public double[] evidence() {
        return evidence;
    }

    /** From now on the bonds have these weights, one a bond of the graph; with none they have those of the graph. */
    public void bind(double[] local) {
        if (local.length != 0 && !(patch.lattice().bonds() instanceof Graph graph && graph.count() == local.length)) {
            throw new IllegalArgumentException(
                    "couplings of " + local.length + " bonds; only a graph has local ones, one for each of its bonds");
        }
        bonds = local;
    }

    /** From now on the sites have these factors in their terms, term by term, a factor a site of the graph; or none. */
    public void bindSites(double[] local) {
        if (local.length != 0 && !(patch.lattice().bonds() instanceof Graph && local.length % patch.sites() == 0)) {
            throw new IllegalArgumentException(
                    local.length + " couplings of sites; only a graph has local ones, so many for each of its sites");
        }
        factors = local;
    }

    /** The factor of a site of a graph in the sum over sites of this number. */
    double factor(int sum, int site) {
        return factors.length == 0 ? 1 : factors[sum * patch.sites() + site];
    }

    /** The weight of the bond to entry {@code at} of the neighbours of a graph. */
    double weight(Graph graph, int at) {
        return bonds.length == 0 ? graph.weights()[at] : bonds[graph.bond(at)];
    }

    /** A cursor over the sites of one colour, row by row, with the dice moved along. */
    public Site sites(int colour, Dice dice) {
        return new Site(this, colour, dice);
    }

    /** The lattice by the numbers of its sites; refuses a field of one block among several. */
    public Whole whole() {
        if (whole == null) {
            whole = new Whole(this);
        }
        return whole;
    }

    /** Fills the halo of a field that is the whole lattice from its own sites, as its blocks would for each other. */
    public void wrap() {
        for (Side side : patch.lattice().sides()) {
            if (patch.meets(side)) {
                Edge edge = new Edge(patch, side, 1);
                while (edge.next()) {
                    int z = Math.floorMod(edge.z(), patch.depth());
                    int y = Math.floorMod(edge.y(), patch.rows());
                    set(edge.z(), edge.y(), edge.x(), at(z, y, Math.floorMod(edge.x(), patch.columns())));
                }
            }
        }
    }

    int cell(int z, int y, int x) {
        return (z + padZ) * plane + (y + padY) * stride + x + padX;
    }

    /** How far apart in {@link #cells} the two sites of a bond in this direction are. */
    int offset(Side side) {
        return side.inward() * plane + side.down() * stride + side.right();
    }

    double[] cells() {
        return cells;
    }

    /** The weights of the bonds of a regular lattice: site by site, and side by side. */
    double[] weights() {
        if (weights.length == 0) {
            weights = weights(patch, (Regular) patch.lattice().bonds());
        }
        return weights;
    }
}
