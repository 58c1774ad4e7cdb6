package io.isinglass.actors.simulation;

import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Akka's clock in a simulation: its hands are moved by the {@link Machine}. */
public final class Hands implements Scheduler {

    /*
     * Akka adds chance of its own to the waits of restarts, up to a fifth. It is taken away again: those waits are no
     * whole milliseconds, and end at the last 100 ms · 2^n before.
     */

    private static final long MILLISECOND = 1_000_000;
    private static final long SHORTEST_RESTART = 100 * MILLISECOND;

    private final Machine machine = Machine.here();

    public Hands(Config config, LoggingAdapter log, ThreadFactory threads) {}

    @Override
    public double maxFrequency() {
        return 1000;
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable work, ExecutionContext context) {
        Waiting waiting = new Waiting();
        waiting.next = machine.after(whole(delay), () -> {
            waiting.over = true;
            context.execute(work);
        });
        return waiting;
    }

    @Deprecated
    @Override
    public Cancellable schedule(
            FiniteDuration first, FiniteDuration interval, Runnable work, ExecutionContext context) {
        Waiting waiting = new Waiting();
        waiting.next = machine.after(whole(first), () -> again(waiting, whole(interval), work, context));
        return waiting;
    }

    private void again(Waiting waiting, Duration interval, Runnable work, ExecutionContext context) {
        waiting.next = machine.after(interval, () -> again(waiting, interval, work, context));
        context.execute(work);
    }

    private static Duration whole(FiniteDuration wait) {
        long nanos = wait.toNanos();
        if (nanos % MILLISECOND == 0) {
            return Duration.ofNanos(nanos);
        }
        return Duration.ofNanos(SHORTEST_RESTART * Long.highestOneBit(Math.max(1, nanos / SHORTEST_RESTART)));
    }

    /** What waits to be done, once or again and again. */
    private static final class Waiting implements Cancellable {

        private Runnable next;
        private boolean over;
        private boolean cancelled;

        @Override
        public boolean cancel() {
            if (over || cancelled) {
                return false;
            }
            cancelled = true;
            next.run();
            return true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
