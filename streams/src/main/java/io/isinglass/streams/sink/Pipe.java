package io.isinglass.streams.sink;

import java.io.IOException;
import java.util.Optional;

/** A connection with an {@link Outlet} for one run, for one thread at a time. All of it may block, for seconds at most. */
public interface Pipe extends AutoCloseable {

    /** How far the run had been brought when this was opened, whoever did it; empty: nobody did, or it is forgotten. */
    Optional<Reached> reached();

    /**
     * Brings a parcel whole, and with it how far the run has been brought then, or nothing of it.
     *
     * @throws Displaced if another writes for the run by now
     */
    void send(Parcel parcel) throws IOException;

    @Override
    void close();
}
