package io.isinglass.actors.block;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The blocks of a run that live on one node, in one term: they get their leave from here, their sums are added up here
 * before they travel, and what they show to blocks of other nodes goes in one frame for each node and round.
 */
public final class Section extends AbstractBehavior<Section.Command> {

    /*
     * Tells between nodes are at most once. A frame is known by its round: one that comes twice is dropped, one that comes
     * early waits, and for one that does not come within a beat its sender is asked again. Nobody can be more than one
     * round ahead of a neighbour, so the last two frames to a node are all that it can still need.
     *
     * Orders and tallies are known by their epoch. The grid repeats an order that is not answered; what has been answered
     * is answered again.
     */

    /** Sections whose tallies one section adds to its own before it passes them on. */
    static final int FAN_IN = 16;

    private static final Duration BEAT = Duration.ofMillis(300);

    /** A message to a section. */
    public sealed interface Command {}

    /** A block of this node takes its seat. */
    record Seat(int index, ActorRef<Block.Command> block) implements Command {}

    /** All blocks have their seats: block {@code b} is with section {@code homes[b]}, and this is number {@code own}. */
    public record Start(long term, int own, List<ActorRef<Command>> sections, int[] homes) implements Command, Wire {}

    /** Order to have the blocks here do this; the term begins with epoch {@code first}. */
    public record Perform(long term, long first, Order order) implements Command, Wire {}

    /** Part {@code at} of the {@code of} parts of such an order, which is too large for one message. */
    public record Part(long term, long first, long epoch, int at, int of, byte[] bytes) implements Command, Wire {}

    /** What one block saw in one epoch: for each chain its statistics, and its fields and means if they were asked for. */
    record Report(long term, long epoch, int block, List<Series> chains, List<float[]> fields, List<float[]> means)
            implements Command {}

    /** What {@code blocks} blocks, of section {@code from} and of those below it, saw in one epoch, added up. */
    public record Tally(long term, int from, long epoch, int blocks, List<Series> chains) implements Command, Wire {}

    /** An edge of a block of this node, for block {@code to} of another. */
    record Outward(int to, Block.Halo halo) implements Command {}

    /** What the blocks of section {@code from} show to those of this one in a round. */
    public record Frame(long term, int from, long round, int[] blocks, Side[] sides, long[][] edges)
            implements Command, Wire {}

    /** Section {@code from} still misses the frame of this round. */
    public record Again(long term, int from, long round) implements Command, Wire {}

    /** Order to end, since there is a newer term. */
    enum Leave implements Command {
        LEAVE
    }

    /** Order to end, and to let the blocks end. */
    public record Disband(long term) implements Command, Wire {}

    /** The node is about to leave. */
    record Depart(ActorRef<Stage.Command> stage) implements Command {}

    /** The run is kept as it is: whoever wants to leave may do so. */
    public record Farewell(long term) implements Command, Wire {}

    private enum Beat implements Command {
        BEAT
    }

    private record Gone(int block) implements Command {}

    /** What has been told of an epoch, to be told again if it was lost. */
    private record Told(Tally tally, List<Grid.Painted> pictures) {}

    private final Plan plan;
    private final long term;
    private final ActorRef<Grid.Command> grid;
    private final TimerScheduler<Command> timers;
    private final Map<Integer, ActorRef<Block.Command>> blocks = new TreeMap<>();
    private final Map<Integer, Exchange> exchanges = new TreeMap<>();
    private final Map<Long, Tallying> underWay = new TreeMap<>();
    private final LinkedHashMap<Long, Told> told = new LinkedHashMap<>();
    private final Map<Long, List<Grid.Painted>> pictures = new TreeMap<>();
    private final Unpacking parts = new Unpacking();
    private final List<Frame> early = new ArrayList<>();
    private Start start;
    private ActorRef<Stage.Command> stage;
    private long last = -1;

    /** A section of this term; it tells the grid of every seat. */
    public static Behavior<Command> create(Plan plan, long term, ActorRef<Grid.Command> grid) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Section(context, timers, plan, term, grid)));
    }

    private Section(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Plan plan,
            long term,
            ActorRef<Grid.Command> grid) {
        super(context);
        this.timers = timers;
        this.plan = plan;
        this.term = term;
        this.grid = grid;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::on).build();
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Seat seat -> onSeat(seat);
            case Start begin -> onStart(begin);
            case Perform perform -> onPerform(perform);
            case Part part -> onPart(part);
            case Report report -> onReport(report);
            case Tally tally -> onTally(tally);
            case Outward outward -> onOutward(outward);
            case Frame frame -> onFrame(frame);
            case Again again -> onAgain(again);
            case Depart depart -> {
                stage = depart.stage();
                grid.tell(new Grid.Departing(term, getContext().getSelf()));
            }
            case Farewell _ -> stage.tell(new Stage.Ready(plan.run(), term));
            case Beat _ -> exchanges.values().forEach(exchange -> exchange.beat(!underWay.isEmpty()));
            case Gone gone -> {
                grid.tell(new Grid.Lost(term, gone.block()));
                return Behaviors.stopped();
            }
            case Disband _ -> {
                blocks.values().forEach(block -> block.tell(Block.Leave.LEAVE));
                return Behaviors.stopped();
            }
            case Leave _ -> {
                return Behaviors.stopped();
            }
        }
        return this;
    }

    private void onSeat(Seat seat) {
        if (blocks.put(seat.index(), seat.block()) == null) {
            getContext().watchWith(seat.block(), new Gone(seat.index()));
        }
        grid.tell(new Grid.Seated(term, seat.index(), getContext().getSelf()));
    }

    private void onStart(Start begin) {
        if (start != null || begin.term() != term) {
            return;
        }
        start = begin;
        blocks.forEach((index, block) -> block.tell(new Block.Meet(term, neighbours(index))));
        exchanges.forEach((peer, exchange) -> exchange.open(begin.sections().get(peer), begin.own()));
        if (!exchanges.isEmpty()) {
            timers.startTimerAtFixedRate(Beat.BEAT, BEAT);
        }
        early.forEach(this::onFrame);
        early.clear();
    }

    private Map<Side, Neighbour> neighbours(int index) {
        Map<Side, Neighbour> neighbours = new EnumMap<>(Side.class);
        for (Side side : plan.cut().lattice().sides()) {
            OptionalInt other = plan.cut().neighbour(index, side);
            if (other.isPresent() && other.getAsInt() != index) {
                neighbours.put(side, neighbour(other.getAsInt()));
            }
        }
        return neighbours;
    }

    private Neighbour neighbour(int index) {
        int home = start.homes()[index];
        if (home == start.own()) {
            return blocks.get(index)::tell;
        }
        exchanges.computeIfAbsent(home, _ -> new Exchange(term, blocks)).expect();
        ActorRef<Command> self = getContext().getSelf();
        return halo -> self.tell(new Outward(index, halo));
    }

    private void onOutward(Outward outward) {
        exchanges.get(start.homes()[outward.to()]).add(outward);
    }

    private void onFrame(Frame frame) {
        if (frame.term() != term) {
            return;
        }
        if (start == null) {
            early.add(frame);
            if (early.size() > 2 * plan.cut().count()) {
                early.removeFirst();
            }
            return;
        }
        exchanges.get(frame.from()).take(frame);
    }

    private void onAgain(Again again) {
        if (start != null && again.term() == term) {
            exchanges.get(again.from()).repeat(again.round());
        }
    }

    /** What has been done is not put together again; no more epochs are under way than the lag allows. */
    private void onPart(Part part) {
        if (part.term() != term) {
            return;
        }
        if (part.epoch() <= last && part.at() == 0) {
            answerAgain(part.epoch());
        }
        if (part.epoch() > last && part.epoch() <= due(part.first()) + plan.lag()) {
            parts.add(part).ifPresent(order -> onPerform(new Perform(term, part.first(), order)));
        }
    }

    private void answerAgain(long epoch) {
        Told answered = told.get(epoch);
        if (answered != null) {
            answered.pictures().forEach(grid::tell);
            pass(answered.tally());
        }
    }

    private long due(long first) {
        return last < 0 ? first : last + 1;
    }

    private void onPerform(Perform perform) {
        Order order = perform.order();
        answerAgain(order.epoch());
        // Epochs come in their order: one that follows on a lost one waits until the grid has repeated that.
        if (start == null || perform.term() != term || order.epoch() != due(perform.first())) {
            return;
        }
        last = order.epoch();
        tallying(order.epoch());
        blocks.forEach((index, block) -> block.tell(new Block.Advance(
                term,
                order.epoch(),
                order.firstSweep(),
                order.sweeps(),
                order.couplings(),
                changes(order, plan.cut().patch(index)),
                new Block.Shows(order.watch(), order.picture(), order.keep()),
                getContext().getSelf())));
    }

    private static List<PatchChange> changes(Order order, Patch patch) {
        List<PatchChange> changes = new ArrayList<>();
        for (Change change : order.changes()) {
            changes.add(new PatchChange(
                    change.chain(),
                    change.start(),
                    change.source(),
                    change.evidence().map(patch::part)));
        }
        return changes;
    }

    private void onReport(Report report) {
        if (!report.fields().isEmpty()) {
            Grid.Painted picture =
                    new Grid.Painted(term, report.epoch(), report.block(), report.fields(), report.means());
            pictures.computeIfAbsent(report.epoch(), _ -> new ArrayList<>()).add(picture);
            grid.tell(picture);
        }
        add(report.epoch(), report.block(), 1, report.chains());
    }

    private void onTally(Tally tally) {
        // A late double of what the grid has long had would be waited for in vain.
        boolean late = !told.isEmpty() && tally.epoch() < told.lastEntry().getKey() - plan.lag();
        if (tally.term() == term && start != null && !late && !told.containsKey(tally.epoch())) {
            add(tally.epoch(), -tally.from(), tally.blocks(), tally.chains());
        }
    }

    private void add(long epoch, int from, int count, List<Series> chains) {
        Tallying tallying = tallying(epoch);
        if (tallying.add(from, count, chains)) {
            underWay.remove(epoch);
            Tally whole = new Tally(term, start.own(), epoch, tallying.blocks(), tallying.chains());
            List<Grid.Painted> painted = pictures.remove(epoch);
            told.put(epoch, new Told(whole, painted == null ? List.of() : painted));
            if (told.size() > 2 + plan.lag()) {
                told.pollFirstEntry();
            }
            pass(whole);
        }
    }

    private Tallying tallying(long epoch) {
        return underWay.computeIfAbsent(epoch, _ -> new Tallying(blocks.size() + below()));
    }

    /** The blocks of the sections that tell this one. */
    private int below() {
        boolean[] under = new boolean[start.sections().size()];
        for (int section = start.own() + 1; section < under.length; section++) {
            int parent = (section - 1) / FAN_IN;
            under[section] = parent == start.own() || under[parent];
        }
        return (int) Arrays.stream(start.homes()).filter(home -> under[home]).count();
    }

    private void pass(Tally tally) {
        if (start.own() == 0) {
            grid.tell(new Grid.Summed(term, tally.epoch(), tally.chains()));
        } else {
            start.sections().get((start.own() - 1) / FAN_IN).tell(tally);
        }
    }
}
