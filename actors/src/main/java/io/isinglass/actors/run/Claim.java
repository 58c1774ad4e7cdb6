package io.isinglass.actors.run;

import io.isinglass.actors.store.Failures;
import java.time.Duration;

/**
 * What a conductor knows of whether the run is its cluster's. Another may have taken it, which is read in the journal; who has
 * lost it reads again after a silence, and takes it back where nothing was written in between. Outlives a conductor that
 * begins anew.
 */
final class Claim {

    private static final int MOST_LOOKS = 3;
    private static final int MOST_RACES = 4;
    private static final Duration FIRST_SILENCE = Duration.ofMinutes(1);
    private static final Duration LONGEST_SILENCE = Duration.ofDays(1);
    private static final long NONE = -1;

    private Duration silence = FIRST_SILENCE;
    private long events = NONE;
    private boolean readAgain;
    private String notice = "";
    private int looks;
    private long tried = NONE;
    private int races;

    boolean isLost() {
        return events != NONE;
    }

    /** What was said when it was lost; empty where it is not. */
    String notice() {
        return notice;
    }

    /** What a node knows of its own cluster may be old; so it looks again a few times before it believes that another has the run. */
    boolean looksAgain() {
        return !isLost() && !isOutrun() && looks++ < MOST_LOOKS;
    }

    /** The run is another's, when the journal has so many events; returns when to read again. */
    Duration lose(String why, long now) {
        events = now;
        notice = why;
        return silence;
    }

    /** The journal is being read again. */
    void readAgain() {
        readAgain = true;
    }

    /** Whether the journal was read again and has no event more than when the run was lost. The next silence is longer then. */
    boolean isSilent(long now) {
        boolean silent = readAgain && events == now;
        readAgain = false;
        if (silent) {
            silence = Failures.longer(silence, LONGEST_SILENCE);
        }
        return silent;
    }

    /**
     * The journal has so many events, and this cluster would write the next.
     *
     * @param foreign whether the last term is another cluster's
     */
    void tries(long now, boolean foreign) {
        boolean outrun = foreign && tried != NONE && now > tried;
        races = outrun ? races + 1 : 0;
        tried = now;
    }

    /** Whether another cluster has been quicker each time that this one would open a term: it goes on with the run. */
    boolean isOutrun() {
        return races >= MOST_RACES;
    }

    /** The run is this cluster's, or is so again. */
    void found() {
        events = NONE;
        notice = "";
        looks = 0;
        tried = NONE;
        races = 0;
    }
}
