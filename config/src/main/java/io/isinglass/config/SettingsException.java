package io.isinglass.config;

import java.util.List;

/** Every problem of a node's settings. The message holds one line a problem, fit to be shown as it is. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public SettingsException(List<Problem> problems) {
        super(Problem.lines(problems));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
