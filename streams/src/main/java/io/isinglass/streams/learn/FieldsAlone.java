package io.isinglass.streams.learn;

import io.isinglass.engine.math.Elementary;
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

    private static final List<Double> STEPS = List.of(0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3);

    private final int sites;
    private final int levels;
    private final boolean follows;
    private final double[][] fields;
    private final double[][] level;
    private final List<LogLoss> losses;

    FieldsAlone(int sites, List<Schema.Factor> factors, boolean follows) {
        this.sites = sites;
        this.levels =
                Math.max(1, factors.stream().mapToInt(Schema.Factor::levels).sum());
        this.follows = follows;
        this.fields = new double[STEPS.size()][levels * sites];
        this.level = new double[STEPS.size()][sites];
        this.losses =
                IntStream.range(0, STEPS.size()).mapToObj(_ -> new LogLoss()).toList();
    }

    /** Predicts the spins that were seen, then learns from them. */
    void learn(double[] seen, int[] places, boolean counts) {
        for (int k = 0; k < STEPS.size(); k++) {
            for (int site = 0; site < sites; site++) {
                if (!Double.isNaN(seen[site])) {
                    learn(k, site, seen[site], places);
                }
            }
            losses.get(k).endRecord(counts);
        }
    }

    private void learn(int k, int site, double spin, int[] places) {
        double z = follows ? level[k][site] : 0;
        for (int place : places) {
            z += fields[k][place * sites + site];
        }
        losses.get(k).add(LogLoss.of(spin, z));
        double slope = spin - Elementary.tanh(z);
        for (int place : places) {
            fields[k][place * sites + site] += (follows ? STEPS.get(2) : STEPS.get(k)) * slope;
        }
        level[k][site] += follows ? STEPS.get(k) * slope : 0;
    }

    boolean isEmpty() {
        return losses.getFirst().isEmpty();
    }

    /** The loss with the step that did best. */
    LogLoss best() {
        return losses.stream()
                .min(Comparator.comparingDouble(loss -> loss.estimate().mean()))
                .orElseThrow();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (int k = 0; k < STEPS.size(); k++) {
            Numerals.write(out, fields[k], fields[k].length);
            Numerals.write(out, level[k], sites);
            losses.get(k).save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int k = 0; k < STEPS.size(); k++) {
            Numerals.read(in, fields[k], fields[k].length);
            Numerals.read(in, level[k], sites);
            losses.get(k).load(in);
        }
    }
}
