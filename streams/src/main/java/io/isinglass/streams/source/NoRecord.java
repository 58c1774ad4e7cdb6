package io.isinglass.streams.source;

import io.isinglass.streams.learn.Frame;

/** Says why a line is no record. */
final class NoRecord extends Exception {

    private static final long serialVersionUID = 1;
    private static final int EXCERPT = 200;

    NoRecord(String reason) {
        // It is an answer, told once for each line: it needs no trace.
        super(reason, null, false, false);
    }

    /** What is told of the line. */
    Frame.Rejection of(Lines.Line line) {
        return of("", line);
    }

    /** The same of a line that has a place outside, as words before the reason. */
    Frame.Rejection of(String place, Lines.Line line) {
        return new Frame.Rejection(line.number(), excerpt(place + getMessage()), excerpt(line.text()));
    }

    private static String excerpt(String text) {
        return text.length() > EXCERPT ? text.substring(0, EXCERPT) + "…" : text;
    }
}
