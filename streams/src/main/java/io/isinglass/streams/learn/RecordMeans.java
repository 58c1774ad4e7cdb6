package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The means of statistics over records, of which those that were not whole can be forgotten. */
final class RecordMeans implements Memory {

    private final double[] whole;
    private final double[] others;
    private long countWhole;
    private long countOthers;
    private long seen;

    /** Nothing yet of so many statistics. */
    RecordMeans(int statistics) {
        this.whole = new double[statistics];
        this.others = new double[statistics];
    }

    /** All records there ever were. */
    long seen() {
        return seen;
    }

    /** Records that the means are of. */
    long count() {
        return countWhole + countOthers;
    }

    /** Adds a record. */
    void add(double[] statistics, boolean isWhole) {
        seen++;
        double[] means = isWhole ? whole : others;
        long count = isWhole ? ++countWhole : ++countOthers;
        for (int k = 0; k < means.length; k++) {
            means[k] += (statistics[k] - means[k]) / count;
        }
    }

    /** Forgets the records that were not whole. */
    void forget() {
        Arrays.fill(others, 0);
        countOthers = 0;
    }

    double[] mean() {
        double[] mean = new double[whole.length];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (countWhole * whole[k] + countOthers * others[k]) / count();
        }
        return mean;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        Numerals.write(out, whole, whole.length);
        Numerals.write(out, others, others.length);
        out.writeLong(countWhole);
        out.writeLong(countOthers);
        out.writeLong(seen);
    }

    @Override
    public void load(DataInput in) throws IOException {
        Numerals.read(in, whole, whole.length);
        Numerals.read(in, others, others.length);
        countWhole = in.readLong();
        countOthers = in.readLong();
        seen = in.readLong();
    }
}
