package io.isinglass.streams.source;

import java.util.List;
import java.util.Optional;

/** How the lines of a file are records. */
interface Form {

    /**
     * A line as a record.
     *
     * @param time the text of its time, where records have one
     * @param values one a site; NaN where it is missing
     */
    record Parsed(Optional<String> time, double[] values) {}

    /** The names of the columns, out of the first line. */
    List<String> columns(String line) throws NoRecord;

    /** Whether the line that names the columns is a record itself; then a record need not have all, nor only these. */
    boolean namesInEveryRecord();

    /** Reads a line. */
    Parsed parse(String line, Selection of) throws NoRecord;

    /** A value as it is written; throws where it is no finite number. */
    static double number(String site, String text) throws NoRecord {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            throw new NoRecord("%s is \"%s\", no finite number".formatted(site, text));
        }
        return value;
    }
}
