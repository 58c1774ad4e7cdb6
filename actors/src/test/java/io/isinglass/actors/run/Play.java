package io.isinglass.actors.run;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.block.LocalBlocks;
import io.isinglass.actors.block.Stage;
import io.isinglass.actors.store.Inbox;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A run of a given experiment on a node, whatever its spec says, with all that its conductor finds at hand. */
final class Play {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RING = 4096;

    private final String id = "trial-" + COUNT.incrementAndGet();
    private final Node node;
    private final Experiment experiment;
    private final House house;

    /** A run that finds its blocks on the node, and the rest in a house. */
    Play(House house, Experiment experiment, Node node) {
        this.node = node;
        this.experiment = experiment;
        ActorRef<Stage.Command> stage = node.system().systemActorOf(Stage.create(), "stage-of-" + id, Props.empty());
        Block.Surroundings around = new Block.Surroundings(_ -> experiment.plan(), house.archive(), stage);
        this.house = new House(
                _ -> experiment,
                new LocalBlocks(node.system(), around),
                house.archive(),
                house.inbox(),
                house.owners(),
                house.clock(),
                house.retention(),
                house.counters());
    }

    /** The same with another inbox, and another clock. */
    static House with(House house, Inbox inbox, Clock clock, Retention retention) {
        return new House(
                house.experiments(),
                house.blocks(),
                house.archive(),
                inbox,
                house.owners(),
                clock,
                retention,
                house.counters());
    }

    /** A house whose runs are kept so often. */
    static House kept(Node node, Duration every, int keep) {
        House house = node.house();
        return new House(
                house.experiments(),
                house.blocks(),
                house.archive(),
                house.inbox(),
                house.owners(),
                Clock.systemUTC(),
                new Retention(
                        every,
                        keep,
                        house.retention().events(),
                        house.retention().patience()),
                new Counters());
    }

    String id() {
        return id;
    }

    House house() {
        return house;
    }

    /** A conductor of the run; the one before it, if there was one, must have left. */
    ActorRef<Conductor.Command> conductor() {
        return conductor(given -> given);
    }

    /** A conductor that finds another house. */
    ActorRef<Conductor.Command> conductor(UnaryOperator<House> change) {
        return node.system()
                .systemActorOf(
                        Conductor.create(id, change.apply(house)),
                        "conductor-" + COUNT.incrementAndGet(),
                        Props.empty());
    }

    /** Begins the run, and follows it. */
    Run begin(ActorRef<Conductor.Command> conductor, Optional<Base> base, Optional<OutFolder> out) {
        Charter charter = new Charter(id, experiment.located().json());
        Trials.await(AskPattern.<Conductor.Command, Done>askWithStatus(
                conductor,
                replyTo -> new Conductor.Create(charter, base, Optional.of(Layout.of(experiment)), replyTo),
                PATIENCE,
                scheduler()));
        return follow(conductor, out);
    }

    Run follow(ActorRef<Conductor.Command> conductor, Optional<OutFolder> out) {
        Charter charter = new Charter(id, experiment.located().json());
        node.keep(charter, experiment);
        return Run.follow(node, charter, conductor, out, RING);
    }

    /** A reader that must not miss a row and reads none: the run comes so far and no farther, until it is let go. */
    void hold(ActorRef<Conductor.Command> conductor) {
        conductor.tell(new Conductor.Follow(-1, "reader", 0, node.system().ignoreRef()));
    }

    void release(ActorRef<Conductor.Command> conductor) {
        conductor.tell(
                new Conductor.Follow(Long.MAX_VALUE, "reader", 0, node.system().ignoreRef()));
    }

    /** Strikes the run off. */
    void forget(ActorRef<Conductor.Command> conductor) {
        Trials.await(AskPattern.askWithStatus(conductor, Conductor.Forget::new, PATIENCE, scheduler()));
    }

    /** What a reader has not seen of the run that has seen a view of this mark; 0: none. */
    CompletionStage<Conductor.News> news(ActorRef<Conductor.Command> conductor, long after, int mark) {
        return AskPattern.ask(
                conductor, replyTo -> new Conductor.Follow(after, "", mark, replyTo), PATIENCE, scheduler());
    }

    /** Turns a knob; completes when it has turned. */
    CompletionStage<Done> turning(ActorRef<Conductor.Command> conductor, Conductor.Knob knob) {
        return AskPattern.askWithStatus(
                conductor,
                (ActorRef<StatusReply<Done>> replyTo) -> new Conductor.Turn(knob, replyTo),
                PATIENCE,
                scheduler());
    }

    /** Turns a knob, and waits until it has turned. */
    void turn(ActorRef<Conductor.Command> conductor, Conductor.Knob knob) {
        Trials.await(turning(conductor, knob));
    }

    private akka.actor.typed.Scheduler scheduler() {
        return node.system().scheduler();
    }
}
