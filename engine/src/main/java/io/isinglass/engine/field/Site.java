package io.isinglass.engine.field;

import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.noise.Dice;

/**
 * A cursor over the sites of one colour of a field: what the rule of a model may see of the site it stands on, which
 * is its value, its neighbours, its evidence and its own random numbers.
 */
public final class Site {

    private final Field field;
    private final double[] cells;
    private final int stride;
    private final int colour;
    private final int top;
    private final int left;
    private final int rows;
    private final int columns;
    private final boolean spins;
    private final Dice dice;
    private int y = -1;
    private int x;
    private int cell;

    Site(Field field, int colour, Dice dice) {
        this.field = field;
        this.cells = field.cells();
        this.stride = field.stride();
        this.colour = colour;
        this.top = field.patch().top();
        this.left = field.patch().left();
        this.rows = field.patch().rows();
        this.columns = field.patch().columns();
        this.spins = field.values() == Values.SPIN;
        this.dice = dice;
        this.x = columns;
    }

    /** Moves on to the next site of the colour; false after the last one. */
    public boolean next() {
        x += Lattice.COLOURS;
        while (x >= columns) {
            y++;
            if (y >= rows) {
                return false;
            }
            dice.row(top + y);
            x = Lattice.colour(top + y, left) == colour ? 0 : 1;
        }
        cell = field.cell(y, x);
        return true;
    }

    public double value() {
        return cells[cell];
    }

    public void set(double value) {
        cells[cell] = value;
    }

    /** The sum of the values of the nearest neighbours, in a fixed order. */
    public double pull() {
        return cells[cell - stride] + cells[cell + stride] + (cells[cell - 1] + cells[cell + 1]);
    }

    /** The values of the four nearest neighbours: north, south, west, east; 0 beyond an open edge. */
    public double neighbour(int index) {
        return switch (index) {
            case 0 -> cells[cell - stride];
            case 1 -> cells[cell + stride];
            case 2 -> cells[cell - 1];
            default -> cells[cell + 1];
        };
    }

    public double evidence() {
        return field.evidence(y, x);
    }

    /** A uniform number in [0, 1): draw {@code draw} of this site in this move. */
    public double uniform(int draw) {
        return dice.uniform(left + x, draw);
    }

    /** True with this probability: a spin compares its bit planes, a real its draw {@code draw}. */
    public boolean below(double probability, int draw) {
        return spins ? dice.below(left + x, probability) : dice.uniform(left + x, draw) < probability;
    }
}
