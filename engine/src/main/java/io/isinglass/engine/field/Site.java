package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.noise.Dice;

/**
 * A cursor over sites of a field: what the rule of a model may see of the site it stands on, which is its value, its
 * neighbours, its evidence and its own random numbers.
 */
public final class Site {

    /** Stands for all colours. */
    public static final int ALL = -1;

    private final ClearField field;
    private final double[] cells;
    private final boolean weighted;
    private final Patch patch;
    private final Lattice lattice;
    private final Graph graph;
    private final Side[] sides;
    private final int[] offsets;
    private final int nearest;
    private final int colour;
    private final int step;
    private final boolean spins;
    private final boolean twoColoured;
    private final Dice dice;
    private int z;
    private int y = -1;
    private int x;
    private int cell;
    private int bond;

    Site(ClearField field, int colour, Dice dice) {
        this.field = field;
        this.cells = field.cells();
        this.patch = field.patch();
        this.lattice = patch.lattice();
        this.graph = lattice.bonds() instanceof Graph g ? g : null;
        this.weighted = lattice.bonds() instanceof Regular regular && !regular.isUniform();
        this.sides = lattice.sides().toArray(Side[]::new);
        this.offsets = new int[sides.length];
        int inFirst = 0;
        for (int k = 0; k < sides.length; k++) {
            offsets[k] = field.offset(sides[k]);
            inFirst += sides[k].ring() == 0 ? 1 : 0;
        }
        this.nearest = inFirst;
        this.colour = colour;
        this.step = colour == ALL || lattice.columns() == 1 ? 1 : 2;
        this.spins = field.values() == Values.SPIN;
        this.twoColoured = lattice.colours() == 2;
        this.dice = dice;
        this.x = patch.columns();
    }

    /** Moves on to the next site of the colour; false after the last one. */
    public boolean next() {
        if (graph != null) {
            return nextOfGraph();
        }
        x += step;
        while (x >= patch.columns()) {
            if (++y == patch.rows()) {
                y = 0;
                z++;
            }
            if (z == patch.depth()) {
                return false;
            }
            dice.row(patch.row(z, y));
            x = first();
        }
        cell = field.cell(z, y, x);
        return true;
    }

    /** The first site of the colour in this row; beyond its end where it has none. */
    private int first() {
        if (colour == ALL || patch.colour(z, y, 0) == colour) {
            return 0;
        }
        return lattice.columns() > 1 && patch.colour(z, y, 1) == colour ? 1 : patch.columns();
    }

    private boolean nextOfGraph() {
        y++;
        if (y == (colour == ALL ? graph.sites() : graph.sites(colour).length)) {
            return false;
        }
        x = colour == ALL ? y : graph.sites(colour)[y];
        cell = x;
        bond = graph.start(x);
        return true;
    }

    /** The plane of the patch. */
    public int z() {
        return z;
    }

    /** The row of the patch. */
    public int y() {
        return graph == null ? y : 0;
    }

    /** The column of the patch. */
    public int x() {
        return x;
    }

    /** The colour of the site. */
    public int colour() {
        return colour == ALL ? patch.colour(z, y(), x) : colour;
    }

    /** The lattice that it stands on. */
    public Lattice lattice() {
        return lattice;
    }

    /** The row of the lattice. */
    public int row() {
        return patch.top() + y();
    }

    public double value() {
        return cells[cell];
    }

    public void set(double value) {
        cells[cell] = value;
    }

    /** The sum of the values of the nearest neighbours, each times the weight of its bond, in a fixed order. */
    public double pull() {
        return pull(0);
    }

    /** The same for a ring of neighbours: 0 the nearest, 1 those across the diagonals. */
    public double pull(int ring) {
        double sum = 0;
        if (!weighted && graph == null) {
            int end = ring == 0 ? nearest : offsets.length;
            for (int k = ring == 0 ? 0 : nearest; k < end; k++) {
                sum += cells[cell + offsets[k]];
            }
            return sum;
        }
        int count = neighbours(ring);
        for (int k = 0; k < count; k++) {
            sum = Math.fma(weight(ring, k), neighbour(ring, k), sum);
        }
        return sum;
    }

    /** The sum that {@link #pull(int)} is, over neighbours of lower colours only: so each bond is counted from one end. */
    public double pullOfLower(int ring) {
        if (twoColoured && graph == null) {
            return colour() == 0 ? 0 : pull(ring);
        }
        double sum = 0;
        int count = neighbours(ring);
        for (int k = 0; k < count; k++) {
            if (isLower(ring, k)) {
                sum = Math.fma(weight(ring, k), neighbour(ring, k), sum);
            }
        }
        return sum;
    }

    /** The number of bonds in a ring, also of those that lead beyond an open edge, whose weight is 0. */
    public int neighbours(int ring) {
        if (graph != null) {
            return ring == 0 ? graph.neighbours(x) : 0;
        }
        return ring == 0 ? nearest : offsets.length - nearest;
    }

    /** The value of a neighbour: in order of {@link Side}, or of the numbers of a graph's sites; 0 beyond an open edge. */
    public double neighbour(int ring, int index) {
        return graph != null ? cells[graph.others()[bond + index]] : cells[cell + offsets[ring * nearest + index]];
    }

    /** The weight of the bond to a neighbour; 0 beyond an open edge. */
    public double weight(int ring, int index) {
        if (graph != null) {
            return field.weight(graph, bond + index);
        }
        int side = ring * nearest + index;
        if (!weighted) {
            return patch.isBound(z, y, x, sides[side]) ? 1 : 0;
        }
        return field.weights()[((z * patch.rows() + y) * patch.columns() + x) * sides.length + side];
    }

    /** Whether a neighbour's colour comes before the site's own. */
    public boolean isLower(int ring, int index) {
        if (graph != null) {
            return graph.colour(graph.others()[bond + index]) < colour();
        }
        Side side = sides[ring * nearest + index];
        return patch.colour(z + side.inward(), y + side.down(), x + side.right()) < colour();
    }

    /** How many columns to the right a neighbour lies: −1, 0 or 1; 0 on a graph. */
    public int right(int ring, int index) {
        return graph != null ? 0 : sides[ring * nearest + index].right();
    }

    public double evidence() {
        double[] seen = field.evidence();
        return seen.length == 0 ? 0 : seen[(z * patch.rows() + y()) * patch.columns() + x];
    }

    /** How many times this site adds to the sum over sites of this number, counted among those with a coupling. */
    public double factor(int sum) {
        return graph == null ? 1 : field.factor(sum, x);
    }

    /** The sweep under way. */
    public long sweep() {
        return dice.sweep();
    }

    /** A uniform number in [0, 1): draw {@code draw} of this site in this move. */
    public double uniform(int draw) {
        if (graph != null) {
            dice.row(0);
            return dice.uniform(2 * x, draw);
        }
        return dice.uniform(patch.left() + x, draw);
    }

    /** A standard normal number by Box and Muller, from draws {@code draw} and {@code draw} + 1. */
    public double normal(int draw) {
        double radius = Math.sqrt(-2 * Elementary.log(1 - uniform(draw)));
        return radius * Elementary.cosineOfTurns(uniform(draw + 1));
    }

    /** True with this probability: a spin compares its bit planes or digits, a real its draw {@code draw}. */
    public boolean below(double probability, int draw) {
        if (!spins) {
            return uniform(draw) < probability;
        }
        if (graph != null) {
            dice.group();
            return dice.belowInGroup(x, probability);
        }
        return dice.below(patch.left() + x, probability);
    }
}
