package io.isinglass.streams.source;

/** Says why a line is no record. */
final class NoRecord extends Exception {

    private static final long serialVersionUID = 1;

    NoRecord(String reason) {
        // It is an answer, told once for each line: it needs no trace.
        super(reason, null, false, false);
    }
}
