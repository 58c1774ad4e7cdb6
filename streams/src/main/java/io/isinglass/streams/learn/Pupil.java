package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.noise.Dice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of the networks that learn from the same records side by side, and what it makes of values that records lack. */
final class Pupil implements Memory {

    /*
     * A record of which something is missing keeps the values that were last drawn for it, given what was seen and a hidden layer;
     * before each look they are drawn again. So the missing values are sampled along with the learning, as the chains are.
     */

    private static final int MOST_FILLED = 1 << 16;

    private final LayersTask task;
    private final Chance chance;
    private final PersistentContrast contrast;
    private final AnnealedWeights weights = new AnnealedWeights();
    private final Map<Integer, double[]> filled = new TreeMap<>();

    Pupil(LayersTask task, Chance chance) {
        this.task = task;
        this.chance = chance;
        this.contrast = new PersistentContrast(task, chance);
    }

    TwoLayers network() {
        return contrast.network();
    }

    PersistentContrast contrast() {
        return contrast;
    }

    AnnealedWeights weights() {
        return weights;
    }

    /** What a visible site holds that was seen so, NaN where nothing was. */
    double value(double seen) {
        return task.shape().visible().isReal() || Double.isNaN(seen) ? seen : seen > 0 ? 1 : -1;
    }

    /** The values of a frame, real ones spread over the grain; NaN where nothing was seen. */
    double[] values(Frame frame, Dice grain) {
        double[] values = frame.seen().clone();
        double width = task.shape().visible().isReal() ? task.grain() : 0;
        for (int site = 0; site < values.length; site++) {
            values[site] = value(values[site]) + width * (grain.uniform(site, 0) - 0.5);
        }
        return values;
    }

    /** Makes itself ready for other records than before. */
    void take(List<Frame> records) {
        filled.clear();
        if (!contrast.hasBegun()) {
            contrast.begin(means(records), records.size());
        }
    }

    /** The means of φ, φ² and φ⁴ of each site where it was seen, grain included. */
    private double[] means(List<Frame> records) {
        int sites = task.shape().visibleSites();
        double[] means = new double[TwoLayers.OWN * sites];
        double spread = task.shape().visible().isReal() ? task.grain() * task.grain() : 0;
        for (int site = 0; site < sites; site++) {
            int seen = 0;
            double[] sums = new double[TwoLayers.OWN];
            for (Frame record : records) {
                double value = value(record.seen()[site]);
                if (!Double.isNaN(value)) {
                    double square = value * value;
                    sums[0] += value;
                    sums[1] += square + spread / 12;
                    sums[2] += square * square + square * spread / 2 + spread * spread / 80;
                    seen++;
                }
            }
            for (int k = 0; k < sums.length; k++) {
                means[TwoLayers.OWN * site + k] = sums[k] / Math.max(1, seen);
            }
        }
        return means;
    }

    /** A step by these of the records. */
    void step(List<Frame> records, int[] some, long epoch, boolean settles) {
        Dice grain = new Chance(chance.noise(), 0).dice(Chance.Use.GRAIN, epoch);
        double[][] seen = new double[some.length][];
        for (int k = 0; k < some.length; k++) {
            grain.row(some[k]);
            seen[k] = complete(some[k], values(records.get(some[k]), grain), epoch);
        }
        contrast.step(seen, records.size(), settles);
    }

    private double[] complete(int record, double[] values, long epoch) {
        boolean[] missing = new boolean[values.length];
        boolean any = false;
        double[] last = filled.getOrDefault(record, new double[values.length]);
        for (int site = 0; site < values.length; site++) {
            missing[site] = Double.isNaN(values[site]);
            any |= missing[site];
            values[site] = missing[site] ? last[site] : values[site];
        }
        if (any) {
            Dice up = chance.dice(Chance.Use.MISSING_HIDDEN, epoch);
            Dice down = chance.dice(Chance.Use.MISSING_VISIBLE, epoch);
            up.row(record);
            down.row(record);
            fill(values, missing, up, down);
            filled.put(record, values.clone());
        }
        return values;
    }

    /** Draws a hidden layer, and the missing visible sites given that. */
    private void fill(double[] values, boolean[] missing, Dice up, Dice down) {
        double[] chi = new double[task.shape().hiddenSites()];
        double[] drawn = new double[values.length];
        network().drawHidden(values, chi, up);
        network().drawVisible(chi, drawn, down);
        for (int site = 0; site < values.length; site++) {
            values[site] = missing[site] ? drawn[site] : values[site];
        }
    }

    /** The expectation of the visible layer given a part of it that was seen, by chains that hold this part. */
    double[] filled(double[] values, boolean[] missing, int record, int settling, int sweeps) {
        double[] chi = new double[task.shape().hiddenSites()];
        double[] moments = new double[TwoLayers.OWN * values.length];
        double[] drawn = new double[values.length];
        double[] mean = new double[values.length];
        for (int sweep = 0; sweep < settling + sweeps; sweep++) {
            Dice up = chance.dice(Chance.Use.FILL_HIDDEN, sweep);
            Dice down = chance.dice(Chance.Use.FILL_VISIBLE, sweep);
            up.row(record);
            down.row(record);
            network().drawHidden(values, chi, up);
            if (sweep >= settling) {
                network().expectVisible(chi, moments);
            }
            network().drawVisible(chi, drawn, down);
            for (int site = 0; site < values.length; site++) {
                values[site] = missing[site] ? drawn[site] : values[site];
                if (sweep >= settling) {
                    mean[site] += missing[site] ? moments[TwoLayers.OWN * site] / sweeps : values[site] / sweeps;
                }
            }
        }
        return mean;
    }

    /** Holds what was learned, the mean of the settled iterates, from now on. */
    void settle() {
        contrast.settle();
        weights.clear();
    }

    /** Anneals chains, of which ln Z is known the better. */
    void weigh(int chains, int steps, long round) {
        weights.anneal(network(), contrast.alone(), chains, steps, chance, round);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        contrast.save(out);
        weights.save(out);
        out.writeInt(filled.size());
        for (Map.Entry<Integer, double[]> each : filled.entrySet()) {
            out.writeInt(each.getKey());
            Numerals.write(out, each.getValue(), each.getValue().length);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        contrast.load(in);
        weights.load(in);
        filled.clear();
        for (int left = Numerals.count(in, MOST_FILLED, "records"); left > 0; left--) {
            int record = in.readInt();
            double[] values = new double[task.shape().visibleSites()];
            Numerals.read(in, values, values.length);
            if (filled.put(record, values) != null) {
                throw new Refused("", "memory of record " + record + " twice");
            }
        }
    }
}
