package io.isinglass.streams.loop;

import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Stance;
import java.util.Optional;

/** What a loop knew after an epoch: its learner as it stood, and what that wanted next. It is looked at, and goes on nowhere. */
public record Remembered(Learner learner, Stance stance) {

    /**
     * What a loop gave as its memory.
     *
     * @param learner a new one of the same kind
     * @param epoch the one that would have come next
     */
    public static Remembered of(Learner learner, Pace pace, long epoch, byte[] memory) {
        Ledger ledger = new Ledger(learner, pace, new Resumption(epoch, Optional.of(memory), _ -> false));
        return new Remembered(learner, ledger.stance());
    }
}
