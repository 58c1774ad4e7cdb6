package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Patch;

/**
 * Reals of a two-coloured lattice whose bonds are all alike, held as strips: the sites of one colour of a row lie side by
 * side, so that a vector moves neighbours in a strip at once. It takes no evidence.
 */
public final class StripField implements Field {

    /*
     * The site in column x of a row is number x div 2 of the strip of its colour. Its neighbours in other rows and planes
     * have the same number in the strips of the other colour there; those to the west and east follow each other in the
     * other strip of its own row. A strip has room for the halo at both ends. Strip 0 holds zeros and stands for what
     * lies beyond an axis that the lattice does not have.
     */

    /** Cells before number 0 of a strip: room for the halo, and such that large arrays have it on a line of the cache. */
    private static final int LEAD = 6;

    /** Cells are counted in vectors of at most so many. */
    private static final int LANES = 8;

    /** Arrays that a kernel may use while it moves a row. */
    private static final int SCRATCH = 8;

    private final Patch patch;
    private final int padZ;
    private final int padY;
    private final int stride;
    private final double[] cells;
    private final double[][] scratch;
    private final long[] numbers;
    private final int[] around = new int[6];

    /** A field of zeros. */
    public StripField(Patch patch) {
        this.patch = patch;
        this.padZ = patch.lattice().depth() > 1 ? 1 : 0;
        this.padY = patch.lattice().rows() > 1 ? 1 : 0;
        this.stride = (LEAD + patch.columns() / 2 + LANES) / LANES * LANES;
        long strips = 2L * (patch.depth() + 2 * padZ) * (patch.rows() + 2 * padY) + 1;
        this.cells = new double[Math.toIntExact(strips * stride + 2 * LANES)];
        this.scratch = new double[SCRATCH][stride + LANES];
        this.numbers = new long[stride + LANES];
    }

    @Override
    public Patch patch() {
        return patch;
    }

    @Override
    public Values values() {
        return Values.REAL;
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
    public double[] evidence() {
        return new double[0];
    }

    @Override
    public void show(double[] seen) {
        if (seen.length != 0) {
            throw new IllegalArgumentException("strips take no evidence, there is some for " + seen.length + " sites");
        }
    }

    private int cell(int z, int y, int x) {
        return strip(z, y, patch.colour(z, y, x)) + (x >> 1);
    }

    /** The first site of a colour in a row, among {@link #cells}; the others follow. */
    public int strip(int z, int y, int colour) {
        int row = (z + padZ) * (patch.rows() + 2 * padY) + y + padY;
        return (2 * row + colour + 1) * stride + LEAD;
    }

    /**
     * Where in {@link #cells} the neighbours of a strip's sites begin, in order of {@link Side}: always six, of which
     * those along an axis that the lattice does not have are zeros. The array is the same each time.
     */
    public int[] around(int z, int y, int colour) {
        int other = 1 - colour;
        int west = strip(z, y, other) - 1 + first(z, y, colour);
        boolean hasColumns = patch.lattice().columns() > 1;
        around[0] = padZ == 0 ? LEAD : strip(z - 1, y, other);
        around[1] = padZ == 0 ? LEAD : strip(z + 1, y, other);
        around[2] = padY == 0 ? LEAD : strip(z, y - 1, other);
        around[3] = padY == 0 ? LEAD : strip(z, y + 1, other);
        around[4] = hasColumns ? west : LEAD;
        around[5] = hasColumns ? west + 1 : LEAD;
        return around;
    }

    /** The column of the first site of a colour in a row: 0 or 1. */
    public int first(int z, int y, int colour) {
        return patch.colour(z, y, 0) ^ colour;
    }

    /** How many sites of a colour a row has. */
    public int count(int z, int y, int colour) {
        return patch.columns() + 1 - first(z, y, colour) >> 1;
    }

    /** The values, strip by strip; after each strip, and so after the last one, there is room for a vector. */
    public double[] cells() {
        return cells;
    }

    /** Room for a strip, rounded up to whole vectors; what it holds is the affair of who moves this field. */
    public double[] scratch(int number) {
        return scratch[number];
    }

    /** The same for whole numbers. */
    public long[] numbers() {
        return numbers;
    }
}
