package io.isinglass.actors.run;

import io.isinglass.actors.block.Plan;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.measure.Series;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Stance;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.metric.Meter;
import io.isinglass.streams.metric.RowChain;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A whole run in one thread and one block, with neither actors nor streams: the oracle of all runs. */
final class Oracle {

    /** What a run must come to, bit for bit. */
    record Numbers(String digest, String metricsDigest) {}

    private final Experiment experiment;
    private final Plan plan;
    private final Learner learner;
    private final Meter meter;
    private final Mosaic mosaic;
    private final Tile tile;
    private final RowChain rows = new RowChain();
    private Stance stance;

    private Oracle(Experiment experiment) {
        this.experiment = experiment;
        this.plan = experiment.plan();
        this.learner = experiment.learners().get();
        this.stance = learner.start();
        this.mosaic = new Mosaic(new Cut(plan.cut().lattice(), 1, 1), plan.dynamics(), plan.chains());
        this.tile = mosaic.tiles().getFirst();
        this.meter = new Meter(
                experiment.spec().name(),
                plan.cut().lattice(),
                plan.dynamics().model(),
                experiment.chains(),
                experiment.spec().schedule().warmup(),
                Clock.systemUTC());
    }

    /** The numbers of an experiment with these batches. */
    static Numbers numbers(Experiment experiment, List<Batch> batches) {
        Oracle alone = new Oracle(experiment);
        Deque<Batch> seen = new ArrayDeque<>();
        Deque<Sample> samples = new ArrayDeque<>();
        for (Batch batch : batches) {
            seen.add(batch);
            samples.add(alone.perform(alone.order(batch)));
            if (samples.size() > alone.plan.lag()) {
                alone.learn(samples.remove(), seen.remove());
            }
        }
        while (!samples.isEmpty()) {
            alone.learn(samples.remove(), seen.remove());
        }
        return new Numbers(alone.mosaic.digest(), alone.rows.hex());
    }

    private void learn(Sample sample, Batch batch) {
        Lesson lesson = learner.learn(sample, batch);
        rows.add(meter.rows(new Learned(sample, batch, lesson, Optional.empty())));
        stance = lesson.next();
    }

    private Order order(Batch batch) {
        int view = experiment.pace().view();
        boolean picture = view > 0 && batch.epoch() % view == 0 || learner.looks(batch);
        List<Change> changes = new ArrayList<>();
        for (int index = 0; index < plan.chains(); index++) {
            Chain chain = learner.chains().get(index);
            Optional<double[]> evidence = learner.evidence(index, batch);
            boolean begins = batch.epoch() == 0
                    || stance.restarts().contains(index)
                    || chain.start() == Start.EVIDENCE && evidence.isPresent();
            changes.add(new Change(
                    index,
                    begins ? Optional.of(chain.start()) : Optional.empty(),
                    begins ? OptionalInt.empty() : stance.source(index),
                    evidence));
        }
        changes.removeIf(change -> change.start().isEmpty()
                && change.source().isEmpty()
                && change.evidence().isEmpty());
        stance = Stance.at(stance.couplings());
        int sweeps = experiment.pace().sweeps();
        return new Order(batch.epoch(), sweeps, stance.couplings(), changes, learner.watches(batch), picture, false);
    }

    private Sample perform(Order order) {
        mosaic.copy(order.changes().stream()
                .filter(change -> change.source().isPresent())
                .collect(Collectors.toMap(
                        Change::chain, change -> change.source().getAsInt())));
        for (Change change : order.changes()) {
            change.evidence().ifPresent(seen -> tile.show(change.chain(), seen));
            change.start().ifPresent(start -> mosaic.restart(change.chain(), start));
        }
        if (!order.watch()) {
            tile.forget();
        }
        List<long[]> sums = new ArrayList<>();
        for (int sweep = 0; sweep < order.sweeps(); sweep++) {
            sweep(order, sums);
        }
        List<float[]> fields = new ArrayList<>();
        List<float[]> means = new ArrayList<>();
        for (int chain = 0; chain < plan.chains() && order.picture(); chain++) {
            fields.add(tile.picture(chain));
            means.add(tile.mean(chain));
        }
        int terms = plan.dynamics().model().terms().size();
        return new Sample(
                order,
                sums.stream()
                        .map(words -> new Series(order.sweeps(), terms, words))
                        .toList(),
                fields,
                means);
    }

    /** One sweep, which adds its row to the sums of every chain. */
    private void sweep(Order order, List<long[]> sums) {
        List<Series> rows = mosaic.run(1, order.couplings());
        for (int chain = 0; chain < rows.size(); chain++) {
            long[] row = rows.get(chain).sums();
            if (sums.size() == chain) {
                sums.add(new long[0]);
            }
            long[] before = sums.get(chain);
            long[] after = Arrays.copyOf(before, before.length + row.length);
            System.arraycopy(row, 0, after, before.length, row.length);
            sums.set(chain, after);
        }
        if (order.watch()) {
            tile.watch();
        }
    }
}
