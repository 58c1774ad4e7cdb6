package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Raises an alarm when numbers whose mean should be 0 or less have come to have a larger one: a cumulative sum, which a number adds to
 * by what it exceeds an allowance, and which never falls below 0 (Page 1954); it begins to after its first numbers, which tell how they scatter.
 *
 * <p>Where nothing changes, alarms are {@code interval} numbers apart in the mean, or more: the sum must reach h with
 * exp(r h) = interval · r · −E x, where E exp(r x) = 1, for what it moves by, x, as its last values are distributed (Siegmund:
 * Sequential Analysis, 1985, without what the sum shoots over). So the threshold knows of skew and heavy tails, and moves as
 * they do.
 */
final class DriftAlarm implements Memory {

    /** Allowance, in deviations: half the change that is to be found soonest. */
    private static final double ALLOWANCE = 0.15;

    /** Values from which the distribution is reckoned: too few know no tail. */
    private static final int WINDOW = 2048;

    private static final int FEWEST = 256;

    /** How often the threshold is reckoned anew, in numbers. */
    private static final int PERIOD = 256;

    private static final int HALVINGS = 40;

    private final double interval;
    private final double[] window = new double[WINDOW];
    private long seen;
    private double sum;
    private double deviation = 1;
    private double threshold = Double.POSITIVE_INFINITY;
    private long alarms;

    /** An alarm that is false once in so many numbers, 1 &lt; interval. */
    DriftAlarm(double interval) {
        this.interval = interval;
    }

    /** Takes a number; whether it raises the alarm, after which the sum begins anew. */
    boolean add(double value) {
        boolean raised = false;
        if (seen >= FEWEST) {
            sum = Math.max(0, sum + value / deviation - ALLOWANCE);
            raised = sum > threshold;
        }
        if (raised) {
            alarms++;
            forget();
            return true;
        }
        window[(int) (seen++ % WINDOW)] = value;
        if (seen >= FEWEST && (seen == FEWEST || seen % PERIOD == 0)) {
            calibrate();
        }
        return false;
    }

    /** After a change the numbers before it say nothing any more. */
    private void forget() {
        seen = 0;
        sum = 0;
        threshold = Double.POSITIVE_INFINITY;
    }

    private void calibrate() {
        double[] values = Arrays.copyOf(window, (int) Math.min(seen, WINDOW));
        double square = 0;
        for (double value : values) {
            square = Math.fma(value, value, square);
        }
        deviation = Math.sqrt(Math.max(square / values.length, Double.MIN_NORMAL));
        double fall = ALLOWANCE - Arrays.stream(values).sum() / values.length / deviation;
        double r = exponent(values);
        threshold = Elementary.log(Math.max(interval * r * fall, Math.E)) / r;
    }

    /** The r above 0 with E exp(r x) = 1, by halving: exp is convex, and below r the mean is less than 1. */
    private double exponent(double[] values) {
        double low = 0;
        double high = 4 * ALLOWANCE;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double r = (low + high) / 2;
            double sum = 0;
            for (double value : values) {
                sum += Elementary.exp(r * (value / deviation - ALLOWANCE));
            }
            if (sum < values.length) {
                low = r;
            } else {
                high = r;
            }
        }
        return Math.max(low, Double.MIN_NORMAL);
    }

    /** How far the sum has come to the alarm: 0..1. */
    double level() {
        return sum / threshold;
    }

    /** How many alarms there have been. */
    long alarms() {
        return alarms;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        Numerals.write(out, window, WINDOW);
        out.writeLong(seen);
        Numerals.write(out, sum);
        Numerals.write(out, deviation);
        Numerals.write(out, threshold);
        out.writeLong(alarms);
    }

    @Override
    public void load(DataInput in) throws IOException {
        Numerals.read(in, window, WINDOW);
        seen = in.readLong();
        sum = Numerals.number(in);
        deviation = Numerals.number(in);
        threshold = Numerals.number(in);
        alarms = in.readLong();
    }
}
