package io.isinglass.actors.block;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One block of the lattice. It moves half a sweep as soon as its neighbours have shown their edges, and waits for
 * nobody else: there is no global barrier, yet no neighbour is ever more than one half-sweep away.
 */
public final class Block extends AbstractBehavior<Block.Command> {

    /*
     * Bounds. The conductor grants at most 1 + lag epochs at a time. A neighbour shows its edge for step t + 1 only
     * after step t, for which it needed this block's edge; so at most two edges a side are waiting, for this block's
     * step and for the next.
     *
     * The edge for the first step of an epoch is shown when the epoch begins, not when the last one ends: changes come
     * in between.
     */

    public sealed interface Command extends Wire {}

    /** Leave to run one epoch under these couplings, after these changes, and then to report. */
    public record Advance(
            long term,
            long epoch,
            long firstSweep,
            int sweeps,
            ChainCouplings couplings,
            List<PatchChange> changes,
            boolean watch,
            boolean picture,
            ActorRef<Report> replyTo)
            implements Command {}

    /** The edge that faces this block across {@code side}, as it stands before half-sweep {@code step}. */
    public record Halo(long term, long step, Side side, long[] edge) implements Command {}

    /** Wish for a snapshot of the block between two epochs. */
    public record Capture(long term, ActorRef<Captured> replyTo) implements Command {}

    /** Order to become what the snapshot holds, and to refuse from now on whatever carries an older term. */
    public record Restore(long term, Snapshot snapshot, ActorRef<Restored> replyTo) implements Command {}

    /** What one block saw in one epoch: for each chain its statistics, and its fields and means if they were asked for. */
    public record Report(
            long term, long epoch, int block, List<Series> chains, List<float[]> fields, List<float[]> means)
            implements Wire {}

    /** A block as it stands. */
    public record Captured(long term, int block, Snapshot snapshot) implements Wire {}

    /** A block has become what a snapshot held, which was before half-sweep {@code step}. */
    public record Restored(long term, int block, long step) implements Wire {}

    private final Plan plan;
    private final int index;
    private final Blocks blocks;
    private final Tile tile;
    private final Map<Side, BlockId> neighbours = new EnumMap<>(Side.class);
    private final Map<Side, Deque<Halo>> halos = new EnumMap<>(Side.class);
    private final Deque<Advance> granted = new ArrayDeque<>();

    private long term;
    private long step;
    private List<Series> series = List.of();

    /** Block {@code index} of the plan's cut; it finds its neighbours through {@code blocks}. */
    public static Behavior<Command> create(Plan plan, int index, Blocks blocks) {
        return Behaviors.setup(context -> new Block(context, plan, index, blocks));
    }

    private Block(ActorContext<Command> context, Plan plan, int index, Blocks blocks) {
        super(context);
        this.plan = plan;
        this.index = index;
        this.blocks = blocks;
        this.tile = new Tile(plan.cut().patch(index), plan.dynamics(), plan.chains());
        for (Side side : plan.cut().lattice().sides()) {
            plan.cut().neighbour(index, side).ifPresent(other -> {
                neighbours.put(side, BlockId.of(plan.run(), plan.cut(), other));
                halos.put(side, new ArrayDeque<>());
            });
        }
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::on).build();
    }

    private Behavior<Command> on(Command command) {
        if (term(command) < term) {
            getContext().getLog().info("refused a message of term {}, this is term {}", term(command), term);
            return this;
        }
        switch (command) {
            case Advance advance -> onAdvance(advance);
            case Halo halo -> onHalo(halo);
            case Capture capture -> onCapture(capture);
            case Restore restore -> onRestore(restore);
        }
        return this;
    }

    private static long term(Command command) {
        return switch (command) {
            case Advance advance -> advance.term();
            case Halo halo -> halo.term();
            case Capture capture -> capture.term();
            case Restore restore -> restore.term();
        };
    }

    private void onAdvance(Advance advance) {
        if (granted.size() > plan.lag()) {
            throw new IllegalStateException("granted more than " + (1 + plan.lag()) + " epochs at a time");
        }
        granted.add(advance);
        if (granted.size() == 1) {
            begin();
            run();
        }
    }

    private void onHalo(Halo halo) {
        if (halo.step() > step + 1) {
            throw new IllegalStateException("edge for step " + halo.step() + " while at step " + step);
        }
        halos.get(halo.side()).add(halo);
        run();
    }

    private void onCapture(Capture capture) {
        capture.replyTo().tell(new Captured(term, index, tile.snapshot(step)));
    }

    private void onRestore(Restore restore) {
        term = restore.term();
        granted.clear();
        halos.values().forEach(Deque::clear);
        step = tile.restore(restore.snapshot());
        restore.replyTo().tell(new Restored(term, index, step));
    }

    private void begin() {
        Advance advance = granted.getFirst();
        step = tile.steps() * advance.firstSweep();
        tile.copy(copies(advance.changes()));
        for (PatchChange change : advance.changes()) {
            change.evidence().ifPresent(seen -> tile.show(change.chain(), seen));
            change.start().ifPresent(start -> tile.restart(change.chain(), start, advance.firstSweep()));
        }
        if (!advance.watch()) {
            tile.forget();
        }
        int terms = plan.dynamics().model().terms().size();
        series = new ArrayList<>();
        for (int chain = 0; chain < plan.chains(); chain++) {
            series.add(Series.zeros(advance.sweeps(), terms));
        }
        showEdges();
    }

    private static Map<Integer, Integer> copies(List<PatchChange> changes) {
        Map<Integer, Integer> copies = new HashMap<>();
        for (PatchChange change : changes) {
            change.source().ifPresent(source -> copies.put(change.chain(), source));
        }
        return copies;
    }

    private void showEdges() {
        neighbours.forEach((side, id) -> {
            Halo halo = new Halo(term, step, side.opposite(), tile.edge(side, step));
            RecipientRef<Command> neighbour = blocks.block(id);
            if (neighbour.equals(getContext().getSelf())) {
                halos.get(halo.side()).add(halo);
            } else {
                neighbour.tell(halo);
            }
        });
    }

    /** Moves on as far as leave and the neighbours' edges reach. */
    private void run() {
        while (!granted.isEmpty() && hasHalos()) {
            Advance advance = granted.getFirst();
            halos.forEach(
                    (side, waiting) -> tile.halo(side, step, waiting.remove().edge()));
            tile.move(step, advance.couplings());
            if (tile.endsSweep(step)) {
                tile.measure(series, (int) (step / tile.steps() - advance.firstSweep()));
                if (advance.watch()) {
                    tile.watch();
                }
            }
            step++;
            if (step == tile.steps() * (advance.firstSweep() + advance.sweeps())) {
                finish();
            } else {
                showEdges();
            }
        }
    }

    private boolean hasHalos() {
        for (Deque<Halo> waiting : halos.values()) {
            if (waiting.isEmpty() || waiting.getFirst().step() != step) {
                return false;
            }
        }
        return true;
    }

    private void finish() {
        Advance done = granted.remove();
        List<float[]> fields = new ArrayList<>();
        List<float[]> means = new ArrayList<>();
        if (done.picture()) {
            for (int chain = 0; chain < plan.chains(); chain++) {
                fields.add(tile.picture(chain));
                means.add(tile.mean(chain));
            }
        }
        done.replyTo().tell(new Report(term, done.epoch(), index, series, fields, means));
        if (!granted.isEmpty()) {
            begin();
        }
    }
}
