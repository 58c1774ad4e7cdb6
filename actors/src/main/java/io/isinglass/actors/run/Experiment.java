package io.isinglass.actors.run;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.block.Plan;
import io.isinglass.config.Located;
import io.isinglass.config.Spec;
import io.isinglass.config.SpecReader;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.loop.Pace;
import io.isinglass.streams.sink.Outlet;
import io.isinglass.streams.source.DataSource;
import io.isinglass.streams.source.Inflow;
import io.isinglass.streams.source.Intake;
import io.isinglass.streams.source.Supply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A spec that has been checked against the catalogues and the data: everything a run needs, and nothing started.
 *
 * @param chains those that the learner wants
 * @param looks epochs that each batch of the data is looked at; 1 without data
 * @param outlet where its rows go besides the store
 */
public record Experiment(
        Located located,
        Plan plan,
        List<Chain> chains,
        Supplier<Learner> learners,
        Optional<DataSource> data,
        int looks,
        Pace pace,
        Optional<Outlet> outlet) {

    public Experiment {
        chains = List.copyOf(chains);
    }

    /** The spec of a charter, which needs no data to be read. */
    static Located located(Charter charter) {
        return SpecReader.read(charter.run() + ".json", charter.spec(), List.of());
    }

    public Spec spec() {
        return located.spec();
    }

    /** How many epochs the run has; empty: as many as its records come to. */
    public OptionalLong length() {
        return spec().schedule().epochs();
    }

    /** How many records an epoch learns from. */
    public int batch() {
        return data.map(DataSource::batch).orElse(1);
    }

    /** How lines that come from outside become records of the run; empty: it takes none. */
    public Optional<Intake> intake() {
        return data.flatMap(source -> source.intake(plan.dynamics().model().values()));
    }

    /** Where the run fetches such lines by itself; empty: it does not. */
    Optional<Supply> supply() {
        return data.flatMap(DataSource::supply);
    }

    /** The same with what comes from outside at hand. */
    Experiment fedBy(Inflow inflow) {
        return new Experiment(
                located, plan, chains, learners, data.map(source -> source.fedBy(inflow)), looks, pace, outlet);
    }

    /** What each epoch has in hand, from epoch {@code from} to the last. */
    Source<Batch, NotUsed> batches(long from) {
        return data.map(source -> looking(source, from))
                .orElseGet(() -> numbers(from, length().orElseThrow()).map(Batch::none));
    }

    private Source<Batch, NotUsed> looking(DataSource source, long from) {
        long first = from / looks;
        return source.frames(Math.min(source.size().orElse(Long.MAX_VALUE), first * source.batch()))
                .grouped(source.batch())
                .zipWithIndex()
                .flatMapConcat(numbered -> {
                    long start = (first + numbered.second()) * looks;
                    return numbers(Math.max(0, from - start), looks)
                            .map(look -> new Batch(start + look, numbered.first(), Math.toIntExact(look), looks));
                });
    }

    private static Source<Long, NotUsed> numbers(long from, long end) {
        return Source.unfold(from, n -> n >= end ? Optional.empty() : Optional.of(akka.japi.Pair.create(n + 1, n)));
    }
}
