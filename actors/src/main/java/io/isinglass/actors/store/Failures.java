package io.isinglass.actors.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Failures, of stores above all, as a user is told of them. */
public final class Failures {

    private Failures() {}

    /** Why, in a line. */
    public static String reason(Throwable error) {
        Throwable cause = cause(error);
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Whether it may pass: what is out of reach will be in reach again, what is damaged stays so. */
    public static boolean mayPass(Throwable error) {
        return cause(error) instanceof IOException;
    }

    /** The key of the object that is damaged, where that is known. */
    public static Optional<String> damaged(Throwable error) {
        return cause(error) instanceof Damaged damaged ? Optional.of(damaged.key()) : Optional.empty();
    }

    /** What is behind a failure of a stage. */
    public static Throwable cause(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** How long to wait before the next try after one that failed: twice as long as before this one, up to a bound. */
    public static Duration longer(Duration wait, Duration longest) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(longest) > 0 ? longest : twice;
    }
}
