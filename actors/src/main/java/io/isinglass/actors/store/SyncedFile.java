package io.isinglass.actors.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file of H2 of which every write is on the disk when it returns. */
public final class SyncedFile extends FilePathWrapper {

    /*
     * H2 writes each commit in one piece, but leaves it to the system when that reaches the disk: a commit outlives the
     * process, not the machine. A file opened with "rwd" closes that gap; it is the same file in all else.
     */

    static final String SCHEME = "synced";

    static {
        FilePath.register(new SyncedFile());
    }

    /** The part of a JDBC URL that names a file of this kind. */
    static String url(String file) {
        return SCHEME + ":" + file;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return super.open(mode.equals("rw") ? "rwd" : mode);
    }
}
