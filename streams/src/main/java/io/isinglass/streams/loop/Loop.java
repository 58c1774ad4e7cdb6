package io.isinglass.streams.loop;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The loop from couplings to sweeps to couplings, as an unfold: demand from downstream buys the next epoch, so a slow
 * reader slows the lattice and nothing piles up.
 *
 * <p>Epoch n runs under the couplings learned from epoch n − 1 − lag, always, so that 1 + lag epochs may be under way
 * and the numbers still do not depend on who was faster.
 *
 * <p>After an epoch whose fields are kept it gives its memory. From these two, and the batches that follow, it is taken up
 * again and goes on bit for bit as it would have.
 */
public final class Loop {

    /*
     * What Akka's stages hand out goes on in the pool that all of the JVM shares, unless it is told where to. Learning
     * belongs to the threads of the stream.
     */

    private final Function<Order, CompletionStage<Sample>> lattice;
    private final Ledger ledger;
    private final int lag;
    private final SinkQueueWithCancel<Batch> batches;
    private final Executor threads;
    private final Deque<Granted> underWay = new ArrayDeque<>();
    private boolean dry;

    /** An epoch that was granted and has not been learned from. */
    private record Granted(Batch batch, CompletionStage<Sample> sample) {}

    private Loop(
            Function<Order, CompletionStage<Sample>> lattice,
            Ledger ledger,
            int lag,
            SinkQueueWithCancel<Batch> batches,
            Executor threads) {
        this.lattice = lattice;
        this.ledger = ledger;
        this.lag = lag;
        this.batches = batches;
        this.threads = threads;
    }

    /**
     * The epochs from that of the resumption on, as many as there are batches. State enters by suppliers: the source may
     * run more than once.
     *
     * @param batches the batches from an epoch on
     */
    public static Source<Learned, NotUsed> of(
            Function<Order, CompletionStage<Sample>> lattice,
            Supplier<Learner> learners,
            LongFunction<Source<Batch, NotUsed>> batches,
            Pace pace,
            Resumption from) {
        return Source.fromMaterializer((materializer, _) -> {
                    Ledger ledger = new Ledger(checked(learners.get(), pace), pace, from);
                    Loop loop = new Loop(
                            lattice,
                            ledger,
                            pace.lag(),
                            pull(batches.apply(from.epoch()), materializer),
                            materializer.executionContext());
                    return Source.unfoldAsync(loop, Loop::next).watchTermination((used, done) -> {
                        done.whenCompleteAsync((_, _) -> loop.batches.cancel(), loop.threads);
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
        if (!dry && underWay.size() <= lag) {
            return batches.pull()
                    .thenComposeAsync(
                            batch -> {
                                batch.ifPresentOrElse(this::grant, () -> dry = true);
                                return next();
                            },
                            threads);
        }
        if (underWay.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Granted granted = underWay.remove();
        return granted.sample()
                .thenApplyAsync(
                        sample -> Optional.of(Pair.create(this, ledger.learn(sample, granted.batch()))), threads);
    }

    private void grant(Batch batch) {
        underWay.add(new Granted(batch, lattice.apply(ledger.order(batch))));
    }
}
