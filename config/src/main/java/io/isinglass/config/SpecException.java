package io.isinglass.config;

import java.util.List;

/** Every problem of a spec. The message holds one line a problem, fit to be shown as it is. */
public final class SpecException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public SpecException(List<Problem> problems) {
        super(Problem.lines(problems));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a SpecException needs a problem");
        }
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
