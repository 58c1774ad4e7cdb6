package io.isinglass.actors.cli;

import io.isinglass.config.SettingsException;
import io.isinglass.config.SpecException;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** What a user is told when something does not work: a sentence, and never a stack trace. */
final class Refusals {

    private static final int REFUSED = 1;

    private Refusals() {}

    static int tell(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        String message = switch (problem) {
            case SpecException e -> e.getMessage();
            case SettingsException e -> e.getMessage();
            case Refused e -> e.getMessage();
            case IOException e -> e.getMessage();
            case Failure e -> e.getMessage();
            default -> unexpected(problem);
        };
        command.getErr().println(message);
        return REFUSED;
    }

    private static String unexpected(Exception problem) {
        LoggerFactory.getLogger(Refusals.class).debug("unexpected", problem);
        return "this should not have happened: " + problem
                + " (ISINGLASS_OPTS='-Disinglass-log=DEBUG -Disinglass-stack=%ex' shows where; please report it)";
    }

    /** A failure whose message says all. */
    static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }
    }
}
