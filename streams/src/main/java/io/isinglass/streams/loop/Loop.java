package io.isinglass.streams.loop;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import io.isinglass.engine.field.Start;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Stance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The loop from couplings to sweeps to couplings, as an unfold: demand from downstream buys the next epoch, so a slow
 * reader slows the lattice and nothing piles up.
 *
 * <p>Epoch n runs under the couplings learned from epoch n − 1 − lag, always, so that 1 + lag epochs may be under way
 * and the numbers still do not depend on who was faster.
 */
public final class Loop {

    private final Function<Order, CompletionStage<Sample>> lattice;
    private final Learner learner;
    private final Pace pace;
    private final SinkQueueWithCancel<Batch> batches;
    private final Deque<Granted> underWay = new ArrayDeque<>();
    private Stance stance;
    private boolean dry;

    /** An epoch that was granted and has not been learned from. */
    private record Granted(Batch batch, CompletionStage<Sample> sample) {}

    private Loop(
            Function<Order, CompletionStage<Sample>> lattice,
            Learner learner,
            Pace pace,
            SinkQueueWithCancel<Batch> batches) {
        this.lattice = lattice;
        this.learner = learner;
        this.pace = pace;
        this.batches = batches;
        this.stance = learner.start();
    }

    /** The epochs, as many as there are batches. State enters by suppliers: the source may run more than once. */
    public static Source<Learned, NotUsed> of(
            Function<Order, CompletionStage<Sample>> lattice,
            Supplier<Learner> learners,
            Source<Batch, NotUsed> batches,
            Pace pace) {
        return Source.fromMaterializer((materializer, _) -> {
                    Learner learner = checked(learners.get(), pace);
                    Loop loop = new Loop(lattice, learner, pace, pull(batches, materializer));
                    return Source.unfoldAsync(loop, Loop::next).watchTermination((used, done) -> {
                        done.whenComplete((_, _) -> loop.batches.cancel());
                        return used;
                    });
                })
                .mapMaterializedValue(_ -> NotUsed.getInstance());
    }

    private static Learner checked(Learner learner, Pace pace) {
        if (pace.lag() > learner.maxLag()) {
            throw new IllegalArgumentException("lag must be at most " + learner.maxLag() + ", was " + pace.lag());
        }
        return learner;
    }

    private static SinkQueueWithCancel<Batch> pull(Source<Batch, NotUsed> batches, Materializer materializer) {
        return batches.runWith(Sink.queue(1), materializer);
    }

    private CompletionStage<Optional<Pair<Loop, Learned>>> next() {
        if (!dry && underWay.size() <= pace.lag()) {
            return batches.pull().thenCompose(batch -> {
                batch.ifPresentOrElse(this::grant, () -> dry = true);
                return next();
            });
        }
        if (underWay.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Granted granted = underWay.remove();
        return granted.sample().thenApply(sample -> Optional.of(Pair.create(this, learn(sample, granted.batch()))));
    }

    private Learned learn(Sample sample, Batch batch) {
        Lesson lesson = learner.learn(sample, batch);
        stance = lesson.next();
        return new Learned(sample, batch, lesson);
    }

    private void grant(Batch batch) {
        boolean view = pace.view() > 0 && batch.epoch() % pace.view() == 0;
        Order order = new Order(
                batch.epoch(),
                pace.sweeps(),
                stance.couplings(),
                changes(batch),
                learner.watches(batch),
                view || learner.looks(batch));
        stance = Stance.at(stance.couplings());
        underWay.add(new Granted(batch, lattice.apply(order)));
    }

    private List<Change> changes(Batch batch) {
        List<Change> changes = new ArrayList<>();
        List<Chain> chains = learner.chains();
        for (int index = 0; index < chains.size(); index++) {
            Chain chain = chains.get(index);
            Optional<double[]> evidence = learner.evidence(index, batch);
            boolean begins = batch.epoch() == 0
                    || stance.restarts().contains(index)
                    || evidence.isPresent() && chain.start() == Start.EVIDENCE;
            Change change = new Change(
                    index,
                    begins ? Optional.of(chain.start()) : Optional.empty(),
                    begins ? OptionalInt.empty() : stance.source(index),
                    evidence);
            if (!change.isNone()) {
                changes.add(change);
            }
        }
        return changes;
    }
}
