package io.isinglass.streams.sink;

import io.isinglass.streams.metric.Row;
import java.util.List;

/**
 * Rows that a run has committed, and lines that were no record, in their order.
 *
 * @param letters each as a line of JSON
 * @param after how far the run has been brought with them
 */
public record Parcel(List<Row> rows, List<String> letters, Reached after) {

    public Parcel {
        rows = List.copyOf(rows);
        letters = List.copyOf(letters);
    }

    public boolean isEmpty() {
        return rows.isEmpty() && letters.isEmpty();
    }
}
