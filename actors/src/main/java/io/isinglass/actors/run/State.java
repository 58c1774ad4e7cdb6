package io.isinglass.actors.run;

/** How far a run has come. */
public enum State {
    RUNNING,
    PAUSED,
    FINISHED,
    STOPPED,
    FAILED,
    /** It was struck off, and nothing is done for it any more. */
    DELETED,
    /** Another cluster has taken it. */
    FENCED;

    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether nothing more will come from it, here. */
    public boolean isOver() {
        return switch (this) {
            case RUNNING, PAUSED -> false;
            case FINISHED, STOPPED, FAILED, DELETED, FENCED -> true;
        };
    }
}
