package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Weighing;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.model.Couplings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Expectation values under several actions, from configurations of one theory that is held.
 *
 * @param aims the actions
 * @param weighings the same, as far as they have been weighed
 * @param observables what is wanted under each
 * @param least the effective sample size, for a share of the sample, below which no expectation value is told
 */
record Expectations(List<Aim> aims, List<Weighing> weighings, List<Observable> observables, double least)
        implements Memory {

    /** Fewer configurations than this are worth nothing, whatever their share. */
    private static final double FEWEST = 32;

    Expectations(List<Aim> aims, List<Observable> observables, double least) {
        this(aims, aims.stream().map(_ -> new Weighing(observables.size())).toList(), observables, least);
    }

    /** Adds the sums of configurations of the theory that are measured side by side. */
    void add(Couplings theory, double[][] sums) {
        double[][] values = new double[sums.length][observables.size()];
        for (int chain = 0; chain < sums.length; chain++) {
            for (int k = 0; k < values[chain].length; k++) {
                values[chain][k] = observables.get(k).of().applyAsDouble(sums[chain]);
            }
        }
        for (int index = 0; index < aims.size(); index++) {
            double[] exponents = new double[sums.length];
            double[] angles = new double[sums.length];
            for (int chain = 0; chain < sums.length; chain++) {
                exponents[chain] = aims.get(index).excess(theory, sums[chain]);
                angles[chain] = aims.get(index).angle(sums[chain]);
            }
            weighings.get(index).add(exponents, angles, values);
        }
    }

    /** What is told of an action. */
    List<Reading> readings(int index) {
        Aim aim = aims.get(index);
        Weighing weighing = weighings.get(index);
        boolean any = weighing.configurations() > 0;
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading(aim.name() + ".ess", any ? Estimate.exact(share(index)) : Estimate.unknown()));
        if (aim.isComplex()) {
            readings.add(told(index, "phase", weighing::phase));
        }
        for (int each = 0; each < observables.size(); each++) {
            int k = each;
            String name = observables.get(k).name();
            readings.add(told(index, name, () -> weighing.mean(k)));
            if (aim.isComplex()) {
                readings.add(told(index, name + "_im", () -> weighing.imaginary(k)));
            }
        }
        return readings;
    }

    /** What is worth something under an action, told by its name; unknown where the action is out of reach. */
    Reading told(int index, String name, Supplier<Estimate> estimate) {
        return new Reading(aims.get(index).name() + "." + name, reaches(index) ? estimate.get() : Estimate.unknown());
    }

    /** Whether the configurations are worth enough under an action. */
    boolean reaches(int index) {
        double share = share(index);
        return share >= least && share * weighings.get(index).configurations() >= FEWEST;
    }

    private double share(int index) {
        Weighing weighing = weighings.get(index);
        return aims.get(index).isComplex() ? weighing.complexShare() : weighing.share();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        for (Weighing weighing : weighings) {
            weighing.save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        for (Weighing weighing : weighings) {
            weighing.load(in);
        }
    }

    private Mark mark() {
        return new Mark("expectations under %d actions".formatted(aims.size()));
    }
}
