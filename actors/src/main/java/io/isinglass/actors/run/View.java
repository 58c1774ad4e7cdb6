package io.isinglass.actors.run;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a run stands, as its conductor says.
 *
 * @param epochs epochs committed
 * @param notice what an operator should know, such as why it waits; empty if nothing
 * @param recoveries terms opened after the first
 * @param points epochs from which it can be taken up or forked
 * @param keys those of the numbers that matter most
 * @param pictures names of what can be looked at
 * @param layout what its field is; empty for runs from before that was told
 * @param result what it came to, once it is over
 */
public record View(
        State state,
        String failure,
        String notice,
        String began,
        long epochs,
        long term,
        long recoveries,
        List<Long> points,
        List<String> keys,
        List<String> pictures,
        Optional<Layout> layout,
        Optional<Result> result) {

    public View {
        points = List.copyOf(points);
        keys = List.copyOf(keys);
        pictures = List.copyOf(pictures);
    }

    /** What changes, on whichever node it is reckoned, when there is news that no row tells. */
    int mark() {
        return Objects.hash(state.name(), failure, notice, term, points);
    }
}
