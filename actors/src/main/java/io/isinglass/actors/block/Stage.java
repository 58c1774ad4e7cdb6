package io.isinglass.actors.block;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the blocks of a node take their seats: for each run that has blocks here, the section of its latest term. */
public final class Stage extends AbstractBehavior<Stage.Command> {

    /** A message to a stage; none leaves the node. */
    public sealed interface Command {}

    /** A block is ready to play in a term of its run. */
    record Seat(Plan plan, long term, int index, ActorRef<Block.Command> block, ActorRef<Grid.Command> grid)
            implements Command {}

    /** The node is about to leave: answered when all runs with blocks here are kept as they are. */
    public record Depart(ActorRef<Done> replyTo) implements Command {}

    /** A run with blocks here is kept as it is. */
    record Ready(String run, long term) implements Command {}

    private record Left(String run, long term) implements Command {}

    private record Open(long term, ActorRef<Section.Command> section) {}

    private final Map<String, Open> sections = new HashMap<>();
    private final Map<String, Long> unready = new HashMap<>();
    private final List<ActorRef<Done>> departing = new ArrayList<>();

    public static Behavior<Command> create() {
        return Behaviors.setup(Stage::new);
    }

    private Stage(ActorContext<Command> context) {
        super(context);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Seat.class, this::onSeat)
                .onMessage(Depart.class, this::onDepart)
                .onMessage(Ready.class, ready -> onReady(ready.run(), ready.term()))
                .onMessage(Left.class, this::onLeft)
                .build();
    }

    private Behavior<Command> onSeat(Seat seat) {
        String run = seat.plan().run();
        Open open = sections.get(run);
        if (open != null && open.term() > seat.term()) {
            return this;
        }
        if (open == null || open.term() < seat.term()) {
            if (open != null) {
                open.section().tell(Section.Leave.LEAVE);
            }
            open = open(seat);
            sections.put(run, open);
        }
        open.section().tell(new Section.Seat(seat.index(), seat.block()));
        return this;
    }

    private Open open(Seat seat) {
        ActorRef<Section.Command> section = getContext()
                .spawn(
                        Section.create(seat.plan(), seat.term(), seat.grid()),
                        "section-" + seat.plan().run() + "-" + seat.term());
        getContext().watchWith(section, new Left(seat.plan().run(), seat.term()));
        return new Open(seat.term(), section);
    }

    private Behavior<Command> onDepart(Depart depart) {
        departing.add(depart.replyTo());
        sections.forEach((run, open) -> {
            unready.put(run, open.term());
            open.section().tell(new Section.Depart(getContext().getSelf()));
        });
        return answerIfReady();
    }

    private Behavior<Command> onReady(String run, long term) {
        unready.remove(run, term);
        return answerIfReady();
    }

    private Behavior<Command> answerIfReady() {
        if (unready.isEmpty()) {
            departing.forEach(asked -> asked.tell(Done.getInstance()));
            departing.clear();
        }
        return this;
    }

    private Behavior<Command> onLeft(Left left) {
        onReady(left.run(), left.term());
        sections.computeIfPresent(left.run(), (_, open) -> open.term() == left.term() ? null : open);
        return this;
    }
}
