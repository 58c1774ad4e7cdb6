package io.isinglass.actors.run;

import io.isinglass.actors.block.Charter;
import io.isinglass.streams.metric.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the events of a run add up to.
 *
 * @param layout empty in a run from before there were any
 * @param owners the clusters that have opened its terms, one after the other
 * @param epochs epochs committed
 * @param fruitless terms in a row that were played and have committed nothing
 * @param chain hex digest of all rows committed; empty before the first
 * @param points where it can be taken up, the newest last
 * @param last the last row of each key
 * @param recent the last rows
 */
public record Chronicle(
        Optional<Charter> charter,
        String began,
        Optional<Base> base,
        Optional<Layout> layout,
        long term,
        List<String> owners,
        long epochs,
        int fruitless,
        String chain,
        List<Point> points,
        boolean paused,
        Optional<Event.Ended> end,
        Map<String, Row> last,
        List<Row> recent) {

    /** Rows that are at hand for readers that come late. */
    static final int RECENT = 512;

    /** A run that has not been created. */
    static final Chronicle EMPTY = new Chronicle(
            Optional.empty(),
            "",
            Optional.empty(),
            Optional.empty(),
            0,
            List.of(),
            0,
            0,
            "",
            List.of(),
            false,
            Optional.empty(),
            Map.of(),
            List.of());

    Chronicle after(Event event) {
        return switch (event) {
            case Event.Created created -> created(created);
            case Event.Opened opened -> opened(opened);
            case Event.Committed committed -> committed(committed);
            case Event.Kept kept -> kept(kept);
            case Event.Spoilt spoilt -> without(spoilt.epoch());
            case Event.Paused _ -> with(true, end);
            case Event.Resumed _ -> with(false, end);
            case Event.Ended ended -> with(paused, Optional.of(ended));
        };
    }

    private Chronicle created(Event.Created created) {
        Optional<Point> from = created.base().map(Base::point);
        return new Chronicle(
                Optional.of(created.charter()),
                created.at(),
                created.base(),
                created.layout(),
                0,
                List.of(),
                from.map(Point::epochs).orElse(0L),
                0,
                "",
                from.map(List::of).orElse(List.of()),
                false,
                Optional.empty(),
                Map.of(),
                List.of());
    }

    private Chronicle opened(Event.Opened opened) {
        List<String> all = new ArrayList<>(owners);
        if (all.isEmpty() || !all.getLast().equals(opened.owner())) {
            all.add(opened.owner());
        }
        return new Chronicle(
                charter,
                began,
                base,
                layout,
                opened.term(),
                all,
                epochs,
                paused ? fruitless : fruitless + 1,
                chain,
                points,
                paused,
                end,
                last,
                recent);
    }

    private Chronicle committed(Event.Committed committed) {
        Map<String, Row> latest = new TreeMap<>(last);
        committed.rows().forEach(row -> latest.put(row.key(), row));
        int drop = Math.max(
                0, Math.min(recent.size(), recent.size() + committed.rows().size() - RECENT));
        List<Row> rows = new ArrayList<>(recent.subList(drop, recent.size()));
        rows.addAll(committed.rows());
        return new Chronicle(
                charter,
                began,
                base,
                layout,
                term,
                owners,
                committed.epoch() + 1,
                0,
                committed.chain(),
                points,
                paused,
                end,
                latest,
                rows);
    }

    private Chronicle kept(Event.Kept kept) {
        List<Point> all = new ArrayList<>(points);
        all.removeIf(point ->
                point.epochs() == kept.point().epochs() || kept.dropped().contains(point.epochs()));
        all.add(kept.point());
        return with(all);
    }

    private Chronicle without(long epoch) {
        return with(points.stream().filter(point -> point.epochs() != epoch).toList());
    }

    private Chronicle with(List<Point> these) {
        return new Chronicle(
                charter, began, base, layout, term, owners, epochs, fruitless, chain, these, paused, end, last, recent);
    }

    private Chronicle with(boolean still, Optional<Event.Ended> over) {
        return new Chronicle(
                charter, began, base, layout, term, owners, epochs, fruitless, chain, points, still, over, last,
                recent);
    }

    /** Where the next term begins. */
    Point latest() {
        return points.isEmpty() ? Point.ZERO : points.getLast();
    }

    /** Whether another cluster has taken the run from {@code owner}: it can then never own it again. */
    boolean isTakenFrom(String owner) {
        return owners.contains(owner) && isOfAnother(owner);
    }

    /** Whether the last term was opened by another cluster than this. */
    boolean isOfAnother(String owner) {
        return !owners.isEmpty() && !owners.getLast().equals(owner);
    }

    /** The number of the next row. */
    long rows() {
        return recent.isEmpty() ? 0 : recent.getLast().seq() + 1;
    }
}
