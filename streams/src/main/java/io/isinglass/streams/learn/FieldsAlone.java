package io.isinglass.streams.learn;

import io.isinglass.engine.math.Odds;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network must beat: spins that know nothing of each other, each with a field for every level of the factors, learned by
 * stochastic gradient with several constant steps side by side. The step that does best is known only afterwards; so the
 * baseline is tuned as no learner can be.
 *
 * <p>Where it {@code follows}, a further field of each spin is there at every level, and so keeps to what the spin did last;
 * the steps are then those of that field.
 */
final class FieldsAlone implements Memory {

    private static final double[] STEPS = {0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3};

    /** How many steps there are side by side. */
    static final int COUNT = STEPS.length;

    private static final int OF_LEVELS = 2;

    private final int sites;
    private final int levels;
    private final boolean follows;
    private final double[] fields;
    private final double[] level;
    private final List<LogLoss> losses;
    private final double[] z = new double[STEPS.length];
    private final double[] surprises = new double[STEPS.length];
    private final double[] slopes = new double[STEPS.length];

    FieldsAlone(int sites, List<Schema.Factor> factors, boolean follows) {
        this.sites = sites;
        this.levels =
                Math.max(1, factors.stream().mapToInt(Schema.Factor::levels).sum());
        this.follows = follows;
        this.fields = new double[levels * sites * STEPS.length];
        this.level = new double[sites * STEPS.length];
        this.losses =
                IntStream.range(0, STEPS.length).mapToObj(_ -> new LogLoss()).toList();
    }

    /** Predicts the spins that were seen, then learns from them; returns what they have lost with each step. */
    double[] learn(double[] seen, int[] places, boolean counts) {
        double[] sums = new double[STEPS.length];
        int spins = 0;
        for (int site = 0; site < sites; site++) {
            if (!Double.isNaN(seen[site])) {
                learn(site, seen[site], places);
                spins++;
                for (int k = 0; k < STEPS.length; k++) {
                    sums[k] += surprises[k];
                }
            }
        }
        for (int k = 0; k < STEPS.length; k++) {
            losses.get(k).add(sums[k], spins);
            losses.get(k).endRecord(counts);
        }
        return sums;
    }

    private void learn(int site, double spin, int[] places) {
        int own = site * STEPS.length;
        for (int k = 0; k < STEPS.length; k++) {
            z[k] = follows ? level[own + k] : 0;
        }
        for (int place : places) {
            int at = field(place, site);
            for (int k = 0; k < STEPS.length; k++) {
                z[k] += fields[at + k];
            }
        }
        Odds.of(spin, z, surprises, slopes);
        for (int place : places) {
            int at = field(place, site);
            for (int k = 0; k < STEPS.length; k++) {
                fields[at + k] += STEPS[follows ? OF_LEVELS : k] * slopes[k];
            }
        }
        if (follows) {
            for (int k = 0; k < STEPS.length; k++) {
                level[own + k] += STEPS[k] * slopes[k];
            }
        }
    }

    private int field(int place, int site) {
        return (place * sites + site) * STEPS.length;
    }

    /** The step that did best. */
    int best() {
        return IntStream.range(0, STEPS.length)
                .boxed()
                .min(Comparator.comparingDouble(step -> loss(step).mean()))
                .orElseThrow();
    }

    /** The loss with a step. */
    Estimate loss(int step) {
        return losses.get(step).estimate();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (int k = 0; k < STEPS.length; k++) {
            save(out, k, fields);
            save(out, k, level);
            losses.get(k).save(out);
        }
    }

    private static void save(DataOutput out, int k, double[] from) throws IOException {
        double[] of = new double[from.length / STEPS.length];
        for (int at = 0; at < of.length; at++) {
            of[at] = from[at * STEPS.length + k];
        }
        Numerals.write(out, of, of.length);
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int k = 0; k < STEPS.length; k++) {
            load(in, k, fields);
            load(in, k, level);
            losses.get(k).load(in);
        }
    }

    private static void load(DataInput in, int k, double[] into) throws IOException {
        double[] of = new double[into.length / STEPS.length];
        Numerals.read(in, of, of.length);
        for (int at = 0; at < of.length; at++) {
            into[at * STEPS.length + k] = of[at];
        }
    }
}
