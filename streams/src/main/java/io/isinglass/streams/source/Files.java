package io.isinglass.streams.source;

import io.isinglass.engine.catalog.Refused;
import java.io.InputStream;
import java.util.List;

/** Where data sources read from: names to bytes. Says in a {@code Refused} why a name cannot be read. */
public interface Files {

    /** The names of the files that {@code name} stands for: itself, or those in the directory, in order. */
    List<String> list(String name);

    /** The content of a file of at most {@code most} bytes. */
    byte[] read(String name, long most);

    /** The content of a file from its first byte on, however long it is; whoever opens it closes it. */
    InputStream open(String name);

    /** The lines that are not in a file: those of standard input, under the name {@code -}. */
    default Supply input() {
        throw new Refused(
                "options.path",
                "standard input is read by a run in the foreground alone: put it in a file, or push it (kind: push)");
    }
}
