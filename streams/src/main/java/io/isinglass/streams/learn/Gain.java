package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Memory;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * By which part less is lost than others lose on the same records. What is hard to foresee is so for all, and cancels record by
 * record: the gain is known better than either loss.
 */
final class Gain implements Memory {

    private final int others;
    private final Bins pairs;

    /** Over each of so many others. */
    Gain(int others) {
        this.others = others;
        this.pairs = new Bins(1 + others);
    }

    /** Adds what one record has cost, and what it has cost the others. */
    void add(double own, double[] theirs) {
        double[] costs = new double[1 + others];
        costs[0] = own;
        System.arraycopy(theirs, 0, costs, 1, others);
        pairs.add(costs);
    }

    /** The gain over one of the others. */
    Estimate over(int other) {
        return pairs.jackknife(means -> 1 - means[0] / means[1 + other]);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        pairs.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        pairs.load(in);
    }
}
