package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import java.util.Arrays;

/**
 * The field of a whole lattice by the numbers of its sites, plane by plane and row by row from 0: what a kernel may see
 * that moves all of them at once. It never looks at a halo: on a torus a neighbour beyond the edge is the site itself.
 */
public final class Whole {

    private static final int NONE = -1;

    private final ClearField field;
    private final double[] cells;
    private final int sites;
    private final Graph graph;
    private final Side[] sides;
    private final int[] offsets;
    private final int[] rings;
    private final double[] weights;
    private final int[] cellOf;
    private final int[] numberAt;

    Whole(ClearField field) {
        Patch patch = field.patch();
        Lattice lattice = patch.lattice();
        if (!patch.equals(Patch.of(lattice))) {
            throw new IllegalStateException("one block of several is not a whole lattice: " + patch);
        }
        this.field = field;
        this.cells = field.cells();
        this.sites = patch.sites();
        this.graph = lattice.bonds() instanceof Graph g ? g : null;
        this.sides = lattice.sides().toArray(Side[]::new);
        this.offsets = Arrays.stream(sides).mapToInt(field::offset).toArray();
        this.rings = Arrays.stream(sides).mapToInt(Side::ring).toArray();
        boolean weighted = lattice.bonds() instanceof Regular regular && !regular.isUniform();
        this.weights = weighted ? field.weights() : new double[0];
        this.cellOf = new int[sites];
        this.numberAt = new int[cells.length];
        number(lattice);
    }

    /** Every cell, also of the halo, gets the number of the site that it shows. */
    private void number(Lattice lattice) {
        int padX = graph != null ? 0 : pad(lattice.columns());
        for (int z = -pad(lattice.depth()); z < lattice.depth() + pad(lattice.depth()); z++) {
            for (int y = -pad(lattice.rows()); y < lattice.rows() + pad(lattice.rows()); y++) {
                for (int x = -padX; x < lattice.columns() + padX; x++) {
                    number(lattice, z, y, x);
                }
            }
        }
    }

    private static int pad(int length) {
        return length > 1 ? 1 : 0;
    }

    private void number(Lattice lattice, int z, int y, int x) {
        int inZ = Math.floorMod(z, lattice.depth());
        int inY = Math.floorMod(y, lattice.rows());
        int inX = Math.floorMod(x, lattice.columns());
        int number = (inZ * lattice.rows() + inY) * lattice.columns() + inX;
        boolean own = inZ == z && inY == y && inX == x;
        numberAt[field.cell(z, y, x)] = own || lattice.boundary() == Boundary.TORUS ? number : NONE;
        if (own) {
            cellOf[number] = field.cell(z, y, x);
        }
    }

    public int sites() {
        return sites;
    }

    public double value(int site) {
        return cells[cellOf[site]];
    }

    public void set(int site, double value) {
        cells[cellOf[site]] = value;
    }

    public double evidence(int site) {
        double[] seen = field.evidence();
        return seen.length == 0 ? 0 : seen[site];
    }

    /** The number of bonds of a site, also of those that lead beyond an open edge. */
    public int bonds(int site) {
        return graph != null ? graph.neighbours(site) : sides.length;
    }

    /** The other end of bond {@code bond} of a site; negative beyond an open edge. */
    public int neighbour(int site, int bond) {
        return graph != null ? graph.others()[graph.start(site) + bond] : numberAt[cellOf[site] + offsets[bond]];
    }

    /** The weight of a bond that leads to a neighbour. */
    public double weight(int site, int bond) {
        if (graph != null) {
            return field.weight(graph, graph.start(site) + bond);
        }
        return weights.length == 0 ? 1 : weights[site * sides.length + bond];
    }

    /** The ring of a bond: 0 to nearest neighbours and on a graph, 1 to those across the diagonals. */
    public int ring(int bond) {
        return graph != null ? 0 : rings[bond];
    }

    /** Whether a bond is named after this end of it: true at one of its two ends. */
    public boolean isForward(int site, int bond) {
        return graph != null ? site < neighbour(site, bond) : sides[bond].isForward();
    }
}
