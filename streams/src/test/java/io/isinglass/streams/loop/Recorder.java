package io.isinglass.streams.loop;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Stance;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A learner that writes down what it is asked. What it learns from epoch n is the coupling n + 1; it starts at 0.
 *
 * @param restarts the chains that begin anew after an epoch; after −1: with the run
 */
public record Recorder(
        List<Chain> chains, Map<Long, Set<Integer>> restarts, List<Long> learned, List<String> asked, Set<Long> looks)
        implements Learner {

    /** A recorder of one chain without data. */
    public static Recorder blind() {
        return of(List.of(new Chain("", Start.ORDERED, false)), Map.of(), Set.of());
    }

    static Recorder of(List<Chain> chains, Map<Long, Set<Integer>> restarts, Set<Long> looks) {
        return new Recorder(chains, restarts, new ArrayList<>(), new ArrayList<>(), looks);
    }

    /** The coupling that the epoch runs under at this lag: the one learned from epoch − 1 − lag. */
    public static double coupling(long epoch, int lag) {
        return Math.max(0, epoch - lag);
    }

    @Override
    public Stance start() {
        return new Stance(new Couplings(0), restarts.getOrDefault(-1L, Set.of()));
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        long epoch = sample.order().epoch();
        learned.add(epoch);
        Set<Integer> again = restarts.getOrDefault(epoch, Set.of());
        return new Lesson(new Stance(new Couplings(epoch + 1), again), List.of(), List.of());
    }

    @Override
    public Optional<double[]> evidence(int index, Batch batch) {
        asked.add(batch.epoch() + ":" + index);
        return Learner.super.evidence(index, batch);
    }

    @Override
    public boolean watches(Batch batch) {
        return looks.contains(batch.epoch());
    }

    @Override
    public boolean looks(Batch batch) {
        return looks.contains(batch.epoch());
    }

    @Override
    public void save(DataOutput out) {}

    @Override
    public void load(DataInput in) {}
}
