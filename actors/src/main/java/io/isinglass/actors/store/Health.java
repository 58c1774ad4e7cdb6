package io.isinglass.actors.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Whether a node can store what it must: the last failure of its stores, until one of them takes something again. */
public final class Health {

    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong damages = new AtomicLong();
    private final AtomicReference<String> reason = new AtomicReference<>("");

    /** The store took what it was given. */
    public void stored() {
        reason.set("");
    }

    /** The store failed. */
    public void failed(String why) {
        failures.incrementAndGet();
        reason.set(why);
    }

    /** What a store held was not what had been stored. */
    public void damaged() {
        damages.incrementAndGet();
    }

    /** How many damaged objects have been found since this node began. */
    public long damages() {
        return damages.get();
    }

    /** Why the stores fail at present; empty if they do not. */
    public String reason() {
        return reason.get();
    }

    /** How many times a store has failed since this node began. */
    public long failures() {
        return failures.get();
    }
}
