package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** The distribution of a number under p, and under p′ ∝ p e^−x by weights: two histograms over the same cells. */
final class Overlap implements Memory {

    private static final int CELLS = 60;

    /** In standard deviations of the first configurations. */
    private static final double REACH = 5;

    private static final Mark MARK = new Mark("an overlap of distributions");

    private final double[] plain = new double[CELLS];
    private final double[] weighted = new double[CELLS];
    private double low = Double.NaN;
    private double width = Double.NaN;
    private double top = Double.NEGATIVE_INFINITY;

    /** Where the cells lie, by what is seen first. */
    void range(double[] values) {
        if (Double.isNaN(low)) {
            double mean = 0;
            double square = 0;
            for (double value : values) {
                mean += (value - values[0]) / values.length;
                square += (value - values[0]) * (value - values[0]) / values.length;
            }
            double reach = REACH * Math.sqrt(Math.max(0, square - mean * mean));
            low = values[0] + mean - reach;
            width = 2 * reach / CELLS;
        }
    }

    /** Adds a configuration with its x; one outside the cells is left out. */
    void add(double value, double exponent) {
        if (-exponent > top) {
            double factor = Elementary.exp(top + exponent);
            for (int cell = 0; cell < CELLS; cell++) {
                weighted[cell] *= factor;
            }
            top = -exponent;
        }
        double cell = Math.floor((value - low) / width);
        if (cell >= 0 && cell < CELLS) {
            plain[(int) cell]++;
            weighted[(int) cell] += Elementary.exp(-exponent - top);
        }
    }

    /** Both as densities. */
    List<Plot.Curve> curves() {
        double[] middles = new double[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            middles[cell] = low + (cell + 0.5) * width;
        }
        return width > 0
                ? List.of(
                        new Plot.Curve("theory", middles, density(plain)),
                        new Plot.Curve("reweighted to the target", middles, density(weighted)))
                : List.of();
    }

    private double[] density(double[] counts) {
        double sum = 0;
        for (double count : counts) {
            sum += count * width;
        }
        double[] density = new double[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            density[cell] = sum > 0 ? counts[cell] / sum : 0;
        }
        return density;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        MARK.save(out);
        Numerals.write(out, new double[] {low, width, top}, 3);
        Numerals.write(out, plain, CELLS);
        Numerals.write(out, weighted, CELLS);
    }

    @Override
    public void load(DataInput in) throws IOException {
        MARK.expect(in);
        low = Numerals.number(in);
        width = Numerals.number(in);
        top = Numerals.number(in);
        Numerals.read(in, plain, CELLS);
        Numerals.read(in, weighted, CELLS);
    }
}
