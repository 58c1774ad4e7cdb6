package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.noise.Dice;

/**
 * Rows of one plane of a packed field that follow each other, share a key of the noise, and have neighbours in the same
 * vertical directions: as one sequence of words, with room for what becomes of them.
 */
public final class Stripe {

    private final PackedField field;
    private final Patch patch;
    private final int words;
    private final long[] starts;
    private final long[] masks;
    private final long[] odds;
    private final long[] edges;
    private final long[] bare;
    private final long[] mends;
    private final long[] accepted;
    private final long[] open;
    private int z;
    private int y;
    private int rows;
    private int parity;
    private int missing;
    private int otherColour;
    private long[] own;
    private long[] other;

    Stripe(PackedField field) {
        this.field = field;
        this.patch = field.patch();
        this.words = field.words();
        int size = Math.min(Dice.STRIPE, patch.rows()) * words + PackedField.PAD;
        this.starts = new long[size];
        this.masks = new long[size + words];
        this.odds = new long[size + words];
        this.edges = new long[size + words];
        this.bare = new long[size + words];
        this.mends = new long[size];
        this.accepted = new long[size];
        this.open = new long[size];
        for (int word = 0; word < size - PackedField.PAD; word++) {
            long row = word / words;
            starts[word] = ((row << Dice.ROW_SHIFT) + ((long) (field.first() + word % words) << 6) + 1) * Dice.WEYL;
        }
        for (int word = 0; word < masks.length; word++) {
            odds[word] = -(long) (word / words & 1);
        }
        for (int row = 0; row <= Math.min(Dice.STRIPE, patch.rows()); row++) {
            mark(row);
        }
    }

    private void mark(int row) {
        for (int x = 0; x < patch.columns(); x++) {
            int column = patch.left() + x;
            if ((column & 1) == (row & 1)) {
                boolean west = x == 0 && !patch.meets(Side.WEST);
                boolean east = x == patch.columns() - 1 && !patch.meets(Side.EAST);
                int word = row * words + word(column);
                long bit = 1L << (column >> 1);
                masks[word] |= bit;
                edges[word] |= west || east ? bit : 0;
                bare[word] |= east && (column & 1) == 0 ? bit : 0;
            }
        }
    }

    /** Begins with row {@code row} of plane {@code plane}, ends before row {@code end}, and says how many rows there are. */
    public int begin(int plane, int row, int end, int colour) {
        z = plane;
        y = row;
        own = field.bits(colour);
        otherColour = 1 - colour;
        other = field.bits(otherColour);
        parity = field.parity(z, y, colour);
        rows = Math.min(end - y, Dice.STRIPE - patch.row(z, y) % Dice.STRIPE);
        boolean north = y == 0 && !patch.meets(Side.NORTH);
        if (north) {
            rows = 1;
        }
        boolean south = y + rows == patch.rows() && !patch.meets(Side.SOUTH);
        if (south && rows > 1) {
            rows--;
            south = false;
        }
        boolean front = isCube() && z == 0 && !patch.meets(Side.FRONT);
        boolean back = isCube() && z == patch.depth() - 1 && !patch.meets(Side.BACK);
        missing = (north ? 1 : 0) + (south ? 1 : 0) + (front ? 1 : 0) + (back ? 1 : 0);
        mend();
        return rows;
    }

    /** What comes in from beyond a row's first or last word must come from its halo, not from the row before or behind. */
    private void mend() {
        int last = words - 1;
        for (int row = 0; row < rows; row++) {
            int from = at() + row * words;
            int to = row * words;
            mends[to] = 0;
            mends[to + last] = 0;
            if ((parity + row & 1) == 0) {
                mends[to] = other[from - 1] >>> 63 ^ field.before(z, y + row, otherColour);
            } else {
                mends[to + last] = (other[from + words] ^ field.after(z, y + row, otherColour)) << 63;
            }
        }
    }

    /** The neighbour of each site in its row other than the one at the same place of the other colour. */
    public long beside(int word) {
        int at = at() + word;
        long west = other[at] << 1 | other[at - 1] >>> 63;
        long east = other[at] >>> 1 | other[at + 1] << 63;
        return ((west ^ east) & odds[mask() + word] ^ west) ^ mends[word];
    }

    public boolean isCube() {
        return patch.lattice().depth() > 1;
    }

    public int rows() {
        return rows;
    }

    /** The sites of all its rows, of both colours. */
    public int sites() {
        return rows * patch.columns();
    }

    /** The words of all its rows. */
    public int size() {
        return rows * words;
    }

    /** The words of a row. */
    public int words() {
        return words;
    }

    /** The words from a row to the same row of the next plane. */
    public int plane() {
        return field.plane();
    }

    /** Where its first word is. */
    public int at() {
        return field.start(z, y);
    }

    /** How many neighbours each site lacks above, below, in front and behind. */
    public int missing() {
        return missing;
    }

    /** All words of the colour that moves. */
    public long[] own() {
        return own;
    }

    /** All words of the other colour. */
    public long[] other() {
        return other;
    }

    /** All ones in the words of rows whose sites are the odd columns; {@link #mask} is where the first word is. */
    public long[] odds() {
        return odds;
    }

    /** Which bits are sites without a neighbour in the west or the east. */
    public long[] edges() {
        return edges;
    }

    /** Those of them that have none at the same place of the other colour; the others have none beside. */
    public long[] bare() {
        return bare;
    }

    /** Whether there are such sites. */
    public boolean hasEdges() {
        return !patch.meets(Side.WEST) || !patch.meets(Side.EAST);
    }

    /** What the flat shift of the other colour's words gets wrong at the ends of rows: which bits, word by word. */
    public long[] mends() {
        return mends;
    }

    /** What the count of plane 0 adds to the key of the first row, word by word. */
    public long[] starts() {
        return starts;
    }

    /** Where in {@link #masks} the first word is. */
    public int mask() {
        return parity * words;
    }

    /** The same for the other colour. */
    public int otherMask() {
        return words - mask();
    }

    /** Which bits are sites of this patch. */
    public long[] masks() {
        return masks;
    }

    /** Room, word by word. */
    public long[] accepted() {
        return accepted;
    }

    /** Room, word by word. */
    public long[] open() {
        return open;
    }

    /** The column, of the lattice, of the site of a row that has no neighbour in the west, or the east; −1 if all have one. */
    public int edge(int row, Side side) {
        int column = patch.left() + (side == Side.WEST ? 0 : patch.columns() - 1);
        return !patch.meets(side) && (column + parity + row & 1) == 0 ? column : -1;
    }

    /** The word of its row that a column of the lattice lies in. */
    public int word(int column) {
        return column / 128 - field.first();
    }
}
