package io.isinglass.streams.sink;

import java.io.IOException;

/** Another writes for the run by now; what was to be sent was not. */
public final class Displaced extends IOException {

    private static final long serialVersionUID = 1L;

    public Displaced(String message, Throwable cause) {
        super(message, cause);
    }
}
