package io.isinglass.streams;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Reading;
import io.isinglass.streams.learn.Task;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Loop;
import io.isinglass.streams.loop.Pace;
import io.isinglass.streams.loop.Resumption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Runs of the loop to their end, and what they need: an actor system that all tests share, and batches. */
public final class Runs {

    public static final ActorSystem SYSTEM =
            ActorSystem.create("streams", ConfigFactory.parseString("akka.daemonic = on"));

    private Runs() {}

    /** All elements of a source that ends; one that does not fails instead of blocking for ever. */
    public static <T> List<T> all(Source<T, NotUsed> source) {
        return source.runWith(Sink.seq(), SYSTEM)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** What a new learner for the task makes of a lattice of its own. */
    public static List<Learned> of(
            Task task,
            Function<Task, Learner> maker,
            LongFunction<Source<Batch, NotUsed>> batches,
            Pace pace,
            long seed) {
        Supplier<Learner> learners = () -> maker.apply(task);
        int chains = learners.get().chains().size();
        SweptLattice lattice = new SweptLattice(task.lattice(), task.model(), chains, seed);
        return all(Loop.of(lattice, learners, batches, pace, Resumption.none()));
    }

    /** Epochs without data, from any of them on. */
    public static LongFunction<Source<Batch, NotUsed>> blind(int epochs) {
        return from -> Source.range((int) from, epochs - 1).map(epoch -> Batch.none(epoch));
    }

    /** Epochs that look at each frame so many times, from any of them on. */
    public static LongFunction<Source<Batch, NotUsed>> looking(List<Frame> frames, int looks) {
        List<Batch> batches = new ArrayList<>();
        for (Frame frame : frames) {
            for (int look = 0; look < looks; look++) {
                batches.add(new Batch(batches.size(), frame, look, looks));
            }
        }
        return from -> Source.from(batches.subList((int) from, batches.size()));
    }

    /** What the last epoch that tells {@code key} tells of it. */
    public static Estimate last(List<Learned> run, String key) {
        return told(run, key).getLast();
    }

    /** What the epochs tell of {@code key}, in their order. */
    public static List<Estimate> told(List<Learned> run, String key) {
        return run.stream()
                .flatMap(learned -> learned.lesson().readings().stream())
                .filter(reading -> reading.key().equals(key))
                .map(Reading::estimate)
                .toList();
    }
}
