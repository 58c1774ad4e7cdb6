package io.isinglass.streams.source;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Values;
import io.isinglass.streams.learn.Frame;
import io.isinglass.streams.learn.Place;
import io.isinglass.streams.learn.Schema;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleUnaryOperator;

/**
 * Records that come to the run while it goes on: as many as come, waited for where there are none. They are pushed to it, or
 * it fetches them from where they lie.
 */
final class Push implements DataSource {

    private static final Inflow NOTHING =
            _ -> CompletableFuture.failedFuture(new IllegalStateException("nobody brings the records of this source"));

    private final Reading reading;
    private final Selection selection;
    private final List<Place> places;
    private final DoubleUnaryOperator turn;
    private final Optional<Supply> supply;
    private final Inflow inflow;

    Push(Reading reading, Files files, Optional<Supply> supply) {
        this.reading = reading;
        this.supply = supply;
        this.selection = selection(reading);
        this.places = Places.of(reading.places(), files, selection.sites());
        this.turn = turn(reading);
        this.inflow = NOTHING;
    }

    private Push(
            Reading reading,
            Selection selection,
            List<Place> places,
            DoubleUnaryOperator turn,
            Optional<Supply> supply,
            Inflow inflow) {
        this.reading = reading;
        this.selection = selection;
        this.places = places;
        this.turn = turn;
        this.supply = supply;
        this.inflow = inflow;
    }

    private static Selection selection(Reading reading) {
        if (reading.sites().equals("all") || reading.sites().matches("[0-9]*")) {
            throw new Refused(
                    "options.sites",
                    "sites must be names with commas between: no record is there that could tell them, was "
                            + reading.sites());
        }
        return new Selection("a record", List.of(), true, reading.sites(), reading.time());
    }

    private static DoubleUnaryOperator turn(Reading reading) {
        if (reading.encoder().looksAhead()) {
            throw new Refused(
                    "options.encoder",
                    "encoder must be plain, threshold or range: records that are still to come cannot be looked at,"
                            + " was "
                            + reading.encoder().label());
        }
        return reading.encoder().fit(new double[1], reading.at());
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public int columns() {
        return selection.sites().size();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public int batch() {
        return reading.batch();
    }

    @Override
    public Schema schema() {
        return selection.schema(reading.calendar(), places);
    }

    @Override
    public Optional<Intake> intake(Values values) {
        return Optional.of(new Intake(
                new NdjsonForm(),
                selection,
                reading,
                turn,
                values,
                message -> supply.map(from -> from.where(message)).orElse("")));
    }

    @Override
    public Optional<Supply> supply() {
        return supply;
    }

    @Override
    public DataSource fedBy(Inflow other) {
        return new Push(reading, selection, places, turn, supply, other);
    }

    @Override
    public Source<Frame, NotUsed> frames(long from) {
        if (from < 0) {
            throw new IllegalArgumentException("frames from index " + from + " on, expected 0 or more");
        }
        // What was taken was a record by then: it is not asked again whether sites may hold its values.
        Intake again = intake(Values.REAL).orElseThrow();
        return Source.unfoldAsync(
                        from,
                        at -> inflow.next(at)
                                .thenApply(arrivals -> arrivals.isEmpty()
                                        ? Optional.<Pair<Long, List<Arrival>>>empty()
                                        : Optional.of(Pair.create(at + arrivals.size(), arrivals))))
                .mapConcat(arrivals -> arrivals)
                .map(again::frame);
    }
}
