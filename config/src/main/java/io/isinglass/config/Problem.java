package io.isinglass.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that is wrong, and where. {@code path} names the key with dots, such as {@code lattice.blocks}, and is empty
 * for the whole; {@code line} is 0 where the source has no lines, as for {@code --set}.
 */
public record Problem(String source, int line, String path, String message) {

    /** The problem as one line, such as {@code restore.yaml:7: lattice.blocks: must be …}. */
    @Override
    public String toString() {
        String where = new Place(source, line) + ": ";
        return path.isEmpty() ? where + message : where + path + ": " + message;
    }

    static String lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
}
