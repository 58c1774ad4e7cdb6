package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import java.nio.ByteBuffer;

/**
 * Spins of nearest neighbours in two or three dimensions, packed 64 sites of one colour to a word, without evidence.
 *
 * <p>Each colour has an array of its own, plane by plane and row by row. In a row whose sites of a colour are its columns
 * of parity q, bit b of word w is column 128 w + 2 b + q of the <em>lattice</em>, +1 where it is set: a word is cut where
 * the noise cuts its planes, however the lattice is cut into blocks. So the neighbours of a word up, down, in front and
 * behind are whole words of the other colour at the same place of their rows.
 */
public final class PackedField implements Field {

    /*
     * A row has no word but those of its own columns, so that rows follow each other without a gap and a vector may hold
     * several. A halo in the west or the east therefore lives among the bits that the row's words have to spare, or, where
     * they have none, in a byte beside the row. Halo rows and planes are rows and planes.
     */

    /** Words at the end of each array, so that a vector may read beyond. */
    static final int PAD = 32;

    private static final int COLUMNS_A_WORD = 128;
    private static final long EVEN = 0x5555555555555555L;
    private static final long ODD = ~EVEN;
    private static final int WEST = 1;
    private static final int EAST = 2;

    private final Patch patch;
    private final int first;
    private final int words;
    private final int frontHalo;
    private final long[][] bits;
    private final byte[][] beyond;
    private final Stripe stripe;

    /** A field of −1. */
    public PackedField(Patch patch) {
        this.patch = patch;
        this.first = patch.left() / COLUMNS_A_WORD;
        this.words = (patch.left() + patch.columns() - 1) / COLUMNS_A_WORD - first + 1;
        this.frontHalo = patch.lattice().depth() > 1 ? 1 : 0;
        int size = Math.multiplyExact(Math.multiplyExact(patch.depth() + 2 * frontHalo, patch.rows() + 2), words);
        this.bits = new long[2][Math.addExact(size, PAD)];
        this.beyond = new byte[2][patch.depth() * patch.rows()];
        this.stripe = new Stripe(this);
    }

    @Override
    public Patch patch() {
        return patch;
    }

    @Override
    public Values values() {
        return Values.SPIN;
    }

    @Override
    public double at(int z, int y, int x) {
        if (isNowhere(z, y, x)) {
            return 0;
        }
        int colour = patch.colour(z, y, x);
        int column = patch.left() + x;
        int word = wordOf(column);
        long bit = word < 0
                ? beyond[colour][z * patch.rows() + y] & WEST
                : word >= words
                        ? beyond[colour][z * patch.rows() + y] & EAST
                        : bits[colour][start(z, y) + word] & bit(column);
        return bit != 0 ? 1 : -1;
    }

    @Override
    public void set(int z, int y, int x, double value) {
        int column = patch.left() + x;
        set(patch.colour(z, y, x), z, y, wordOf(column), column, value > 0 ? 1 : 0);
    }

    /** Sets the site in a column of the lattice, which lies in this word of its row, to +1 or, where {@code up} is 0, −1. */
    void set(int colour, int z, int y, int word, int column, long up) {
        if (word < 0 || word >= words) {
            int side = word < 0 ? 0 : 1;
            byte[] bytes = beyond[colour];
            int at = z * patch.rows() + y;
            bytes[at] = (byte) (bytes[at] & ~(1 << side) | up << side);
            return;
        }
        long[] row = bits[colour];
        int at = start(z, y) + word;
        row[at] = row[at] & ~bit(column) | up << (column >> 1);
    }

    private boolean isNowhere(int z, int y, int x) {
        return z < 0 && !patch.meets(Side.FRONT)
                || z >= patch.depth() && !patch.meets(Side.BACK)
                || y < 0 && !patch.meets(Side.NORTH)
                || y >= patch.rows() && !patch.meets(Side.SOUTH)
                || x < 0 && !patch.meets(Side.WEST)
                || x >= patch.columns() && !patch.meets(Side.EAST);
    }

    /** The word of its row that a column of the lattice lies in; −1 or the number of words where it has none. */
    int wordOf(int column) {
        return Math.floorDiv(column, COLUMNS_A_WORD) - first;
    }

    private static long bit(int column) {
        return 1L << (column >> 1);
    }

    @Override
    public double[] evidence() {
        return new double[0];
    }

    @Override
    public void show(double[] seen) {
        if (seen.length != 0) {
            throw new IllegalStateException("packed spins take no evidence");
        }
    }

    @Override
    public void packLayer(Side side, int beyond, int moving, long[] edge, int offset) {
        new PackedEdge(this, side, beyond, 1 - moving).pack(edge, offset);
    }

    @Override
    public void unpackLayer(Side side, int beyond, int moving, long[] edge, int offset) {
        new PackedEdge(this, side, beyond, 1 - moving).unpack(edge, offset);
    }

    /** Whether each row is whole pairs of words, so that they can be written and read as they are. */
    boolean isWhole() {
        return patch.left() % COLUMNS_A_WORD == 0 && patch.columns() % COLUMNS_A_WORD == 0;
    }

    /** Writes the spins row by row, a bit for each, the first as the lowest of its byte. */
    void put(ByteBuffer out) {
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = 0; y < patch.rows(); y++) {
                long[] even = bits[parity(z, y, 0)];
                long[] odd = bits[parity(z, y, 1)];
                for (int at = start(z, y); at < start(z, y) + words; at++) {
                    out.putLong(Long.reverseBytes(Long.expand(even[at], EVEN) | Long.expand(odd[at], ODD)));
                    out.putLong(
                            Long.reverseBytes(Long.expand(even[at] >>> 32, EVEN) | Long.expand(odd[at] >>> 32, ODD)));
                }
            }
        }
    }

    /** Reads what {@link #put} wrote. */
    void get(ByteBuffer in) {
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = 0; y < patch.rows(); y++) {
                long[] even = bits[parity(z, y, 0)];
                long[] odd = bits[parity(z, y, 1)];
                for (int at = start(z, y); at < start(z, y) + words; at++) {
                    long low = Long.reverseBytes(in.getLong());
                    long high = Long.reverseBytes(in.getLong());
                    even[at] = Long.compress(low, EVEN) | Long.compress(high, EVEN) << 32;
                    odd[at] = Long.compress(low, ODD) | Long.compress(high, ODD) << 32;
                }
            }
        }
    }

    /** The rows that a kernel moves at a time. */
    public Stripe stripe() {
        return stripe;
    }

    /** The words of a row. */
    public int words() {
        return words;
    }

    /** The words from a row to the same row of the next plane. */
    public int plane() {
        return (patch.rows() + 2) * words;
    }

    /** The number of the first word of a row, as the noise counts. */
    public int first() {
        return first;
    }

    /** All words of a colour; {@link #start} says where those of a row are. */
    public long[] bits(int colour) {
        return bits[colour];
    }

    /** Where the words of a row begin; −1 and the number of rows or planes stand for the halo. */
    public int start(int z, int y) {
        return ((z + frontHalo) * (patch.rows() + 2) + y + 1) * words;
    }

    /** The parity of the columns that are of this colour in a row. */
    public int parity(int z, int y, int colour) {
        return patch.front() + z + patch.top() + y + colour & 1;
    }

    /** The bit that a row of this colour would have before its first word. */
    long before(int z, int y, int colour) {
        return beyond[colour][z * patch.rows() + y] & WEST;
    }

    /** The bit that a row of this colour would have after its last word. */
    long after(int z, int y, int colour) {
        return (beyond[colour][z * patch.rows() + y] & EAST) >> 1;
    }
}
