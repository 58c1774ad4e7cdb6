package io.isinglass.actors.simulation;

import akka.actor.ActorCell;
import akka.dispatch.Dispatcher;
import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.Envelope;
import akka.dispatch.ExecutorServiceFactoryProvider;
import akka.dispatch.MessageDispatcher;
import akka.dispatch.MessageDispatcherConfigurator;
import akka.dispatch.sysmsg.SystemMessage;
import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/** The dispatcher of every actor in a simulation: what is to run goes to the {@link Machine}, one message at a time. */
public final class Lanes extends MessageDispatcherConfigurator {

    /*
     * Akka closes a dispatcher when it has had nothing to do for a while, by a timer that remembers in what schedule it
     * was set. So each has something to do for ever: its first task, which is never run.
     */

    private static final FiniteDuration SHUTDOWN = Duration.create(1, TimeUnit.SECONDS);

    private final MessageDispatcher lane;

    public Lanes(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        Machine machine = Machine.here();
        this.lane = new Lane(this, (_, _) -> () -> new Threads(machine), machine);
        lane.execute(() -> {});
    }

    @Override
    public MessageDispatcher dispatcher() {
        return lane;
    }

    /** Where messages between places are intercepted. */
    private static final class Lane extends Dispatcher {

        private final Machine machine;

        Lane(Lanes lanes, ExecutorServiceFactoryProvider threads, Machine machine) {
            super(lanes, "lane", 1, Duration.Zero(), threads, SHUTDOWN);
            this.machine = machine;
        }

        @Override
        public void dispatch(ActorCell receiver, Envelope envelope) {
            machine.wires().send(receiver, envelope, copy -> super.dispatch(receiver, copy));
        }

        @Override
        public void systemDispatch(ActorCell receiver, SystemMessage message) {
            machine.wires().notify(receiver, message, () -> super.systemDispatch(receiver, message));
        }
    }

    /** No threads at all. */
    private static final class Threads extends AbstractExecutorService {

        private final Machine machine;
        private boolean used;
        private boolean over;

        Threads(Machine machine) {
            this.machine = machine;
        }

        @Override
        public void execute(Runnable work) {
            if (used) {
                machine.add(work);
            }
            used = true;
        }

        @Override
        public void shutdown() {
            over = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            over = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return over;
        }

        @Override
        public boolean isTerminated() {
            return over;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return over;
        }
    }
}
