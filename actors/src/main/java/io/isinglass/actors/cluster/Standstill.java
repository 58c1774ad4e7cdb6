package io.isinglass.actors.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still for longer than the other nodes wait for one: they have gone on without it.
 *
 * <p>Such a node must not be left to find out by itself. To it, the others are those who are silent, and it may give them up
 * one by one, each time as one of a majority, until it is a cluster of its own.
 */
final class Standstill {

    private static final Duration BEAT = Duration.ofMillis(500);

    private Standstill() {}

    /** The only message: look at the clock. */
    enum Beat {
        BEAT
    }

    /**
     * Looks at the clock twice a second.
     *
     * @param most how long a process may stand still
     * @param clock nanoseconds that go on while the process stands still
     * @param tooLong what is done when it stood still for longer
     */
    static Behavior<Beat> watch(Duration most, LongSupplier clock, Runnable tooLong) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Beat.BEAT, BEAT);
            return Behaviors.setup(context -> watch(context, most, clock, tooLong, clock.getAsLong()));
        });
    }

    private static Behavior<Beat> watch(
            ActorContext<Beat> context, Duration most, LongSupplier clock, Runnable tooLong, long last) {
        return Behaviors.receiveMessage(_ -> {
            long now = clock.getAsLong();
            Duration still = Duration.ofNanos(now - last).minus(BEAT);
            if (still.compareTo(most) > 0) {
                context.getLog()
                        .error(
                                "this process stood still for {} s: the others wait for {} s",
                                still.toSeconds(),
                                most.toSeconds());
                tooLong.run();
            }
            return watch(context, most, clock, tooLong, now);
        });
    }
}
