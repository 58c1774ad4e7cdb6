package io.isinglass.actors.run;

/** How far a run has come. */
public enum State {
    RUNNING,
    FINISHED,
    STOPPED,
    FAILED;

    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
