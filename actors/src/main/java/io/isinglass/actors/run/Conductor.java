package io.isinglass.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.BlockId;
import io.isinglass.actors.block.Blocks;
import io.isinglass.actors.block.PatchChange;
import io.isinglass.actors.block.Plan;
import io.isinglass.actors.block.Wire;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conductor of one run: it grants epochs to all blocks, and puts what they report together to one sample.
 *
 * <p>In one JVM its blocks are its children; when one of them fails, the run fails and says why.
 */
public final class Conductor extends AbstractBehavior<Conductor.Command> {

    private static final DispatcherSelector KERNELS = DispatcherSelector.fromConfig("kernels");

    public sealed interface Command extends Wire {}

    /** Order to have the lattice do this, and to answer with what it showed. */
    public record Perform(Order order, ActorRef<StatusReply<Sample>> replyTo) implements Command {}

    /** Wish for the digest of all fields, between two epochs. */
    public record Digest(ActorRef<StatusReply<String>> replyTo) implements Command {}

    /** Order to end the run. */
    public enum Stop implements Command {
        STOP
    }

    private record Reported(Block.Report report) implements Command {}

    private record Captured(Block.Captured captured) implements Command {}

    private record Lost(String block) implements Command {}

    private final Plan plan;
    private final Map<BlockId, ActorRef<Block.Command>> children = new HashMap<>();
    private final Blocks blocks = children::get;
    private final ActorRef<Block.Report> reports;
    private final ActorRef<Block.Captured> captures;
    private final Map<Long, Gathering> underWay = new HashMap<>();
    private final long term;
    private Optional<Census> census = Optional.empty();
    private String end = "the run has been ended";

    /** A conductor and, as its children, the blocks of its plan. */
    public static Behavior<Command> create(Plan plan) {
        return Behaviors.setup(context -> new Conductor(context, plan));
    }

    private Conductor(ActorContext<Command> context, Plan plan) {
        super(context);
        this.plan = plan;
        this.term = 0;
        this.reports = context.messageAdapter(Block.Report.class, Reported::new);
        this.captures = context.messageAdapter(Block.Captured.class, Captured::new);
        for (int index = 0; index < plan.cut().count(); index++) {
            BlockId id = BlockId.of(plan.run(), plan.cut(), index);
            ActorRef<Block.Command> block =
                    context.spawn(Block.create(plan, index, blocks), id.row() + "-" + id.column(), KERNELS);
            context.watchWith(block, new Lost(id.toString()));
            children.put(id, block);
        }
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Command.class, this::on)
                .onSignal(PostStop.class, _ -> onPostStop())
                .build();
    }

    private Behavior<Command> on(Command command) {
        return switch (command) {
            case Perform perform -> onPerform(perform);
            case Reported reported -> onReported(reported.report());
            case Digest digest -> onDigest(digest);
            case Captured captured -> onCaptured(captured.captured());
            case Lost lost -> onLost(lost);
            case Stop _ -> Behaviors.stopped();
        };
    }

    private Behavior<Command> onPerform(Perform perform) {
        if (underWay.size() > plan.lag()) {
            perform.replyTo().tell(StatusReply.error("more than " + (1 + plan.lag()) + " epochs asked for at a time"));
            return this;
        }
        Order order = perform.order();
        underWay.put(order.epoch(), new Gathering(plan, order, perform.replyTo()));
        for (int index = 0; index < plan.cut().count(); index++) {
            block(index)
                    .tell(new Block.Advance(
                            term,
                            order.epoch(),
                            order.firstSweep(),
                            order.sweeps(),
                            order.couplings(),
                            changes(order, plan.cut().patch(index)),
                            order.watch(),
                            order.picture(),
                            reports));
        }
        return this;
    }

    private List<PatchChange> changes(Order order, Patch patch) {
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

    private Behavior<Command> onReported(Block.Report report) {
        Gathering gathering = underWay.get(report.epoch());
        if (report.term() != term || gathering == null) {
            getContext().getLog().info("refused a report of term {}, epoch {}", report.term(), report.epoch());
            return this;
        }
        gathering.add(report);
        if (gathering.isWhole()) {
            underWay.remove(report.epoch());
            gathering.reply();
        }
        return this;
    }

    private Behavior<Command> onDigest(Digest digest) {
        census = Optional.of(new Census(plan, digest.replyTo()));
        for (int index = 0; index < plan.cut().count(); index++) {
            block(index).tell(new Block.Capture(term, captures));
        }
        return this;
    }

    private Behavior<Command> onCaptured(Block.Captured captured) {
        census.ifPresent(asked -> asked.add(captured));
        return this;
    }

    private Behavior<Command> onLost(Lost lost) {
        end = "block " + lost.block() + " failed; the log says why";
        return Behaviors.stopped();
    }

    /** However this ends, whoever waits is told. */
    private Behavior<Command> onPostStop() {
        underWay.values().forEach(gathering -> gathering.fail(end));
        census.ifPresent(asked -> asked.fail(end));
        return this;
    }

    private ActorRef<Block.Command> block(int index) {
        return children.get(BlockId.of(plan.run(), plan.cut(), index));
    }
}
