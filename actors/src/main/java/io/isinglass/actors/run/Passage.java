package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Loop;
import io.isinglass.streams.loop.Remembered;
import io.isinglass.streams.loop.Resumption;
import io.isinglass.streams.metric.Meter;
import io.isinglass.streams.metric.Row;
import io.isinglass.streams.metric.RowChain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** One term of a run as a running stream: its epochs are swept, learned from and measured, and handed over to be committed. */
final class Passage {

    /*
     * While one epoch is being committed the next is swept; no more than that, for what has not been committed is lost
     * with the term.
     */

    private static final int UNCOMMITTED = 2;

    private final Experiment experiment;
    private final long first;
    private final Meter meter;
    private final RowChain chain = new RowChain();
    private final Optional<byte[]> loop;
    private UniqueKillSwitch end;

    /**
     * A passage from epoch {@code first} on.
     *
     * @param memory what a passage of the same experiment remembered there; nothing: all begin anew
     */
    Passage(Experiment experiment, long first, Optional<byte[]> memory, Clock clock) {
        this.experiment = experiment;
        this.first = first;
        this.meter = new Meter(
                experiment.spec().name(),
                experiment.plan().cut().lattice(),
                experiment.plan().dynamics().model(),
                experiment.chains(),
                experiment.spec().schedule().warmup(),
                clock);
        this.loop = memory.map(this::load);
    }

    private byte[] load(byte[] memory) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(memory))) {
            meter.load(in);
            chain.load(in);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the memory of the run cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] save(byte[] ofLoop) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            meter.save(out);
            chain.save(out);
            out.write(ofLoop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What the loop knew where this begins, of an experiment that remembers something there. */
    Remembered remembered() {
        return Remembered.of(experiment.learners().get(), experiment.pace(), first, loop.orElseThrow());
    }

    /** Hex digest of all rows before this begins. */
    String digest() {
        return chain.hex();
    }

    /**
     * Begins; what comes back completes when the last epoch has been committed, or fails.
     *
     * @param keeps asked for each epoch whether the run is kept as it is after it
     * @param prepare completes when all is done that must be before the epoch is committed; epochs keep their order
     * @param commit completes when the epoch has been committed and the next is wanted
     */
    CompletionStage<Done> start(
            ActorSystem<?> system,
            Function<Order, CompletionStage<Sample>> lattice,
            LongPredicate keeps,
            Function<Heard, CompletionStage<Done>> prepare,
            Function<Heard, CompletionStage<Done>> commit) {
        var running = Loop.of(
                        lattice,
                        experiment.learners(),
                        experiment::batches,
                        experiment.pace(),
                        new Resumption(first, loop, keeps))
                .viaMat(KillSwitches.single(), Keep.right())
                .map(this::hear)
                .mapAsync(1, heard -> prepare.apply(heard).thenApply(_ -> heard))
                .mapAsync(UNCOMMITTED, commit::apply)
                .toMat(Sink.ignore(), Keep.both())
                .run(system);
        end = running.first();
        return running.second();
    }

    private Heard hear(Learned learned) {
        List<Row> rows = meter.rows(learned);
        chain.add(rows);
        return new Heard(learned, rows, chain.hex(), learned.memory().map(this::save));
    }

    /** Ends before the time; what is on its way is not committed. */
    void stop() {
        end.abort(new CancellationException("the term is over"));
    }
}
