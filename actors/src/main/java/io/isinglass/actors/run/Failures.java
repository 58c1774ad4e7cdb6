package io.isinglass.actors.run;

import java.util.concurrent.CompletionException;

/** Failures as a user is told of them. */
final class Failures {

    private Failures() {}

    /** Why, in a line. */
    static String reason(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
