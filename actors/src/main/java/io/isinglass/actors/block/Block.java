package io.isinglass.actors.block;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Failures;
import io.isinglass.actors.store.Sealed;
import io.isinglass.engine.block.Apron;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One block of the lattice. It moves half a sweep, or as many as its plan lets it reach, as soon as its neighbours have shown
 * their edges, and waits for nobody else: there is no global barrier, yet no neighbour is ever more than that away.
 */
public final class Block extends AbstractBehavior<Block.Command> {

    /*
     * Bounds. At most 1 + lag epochs are granted at a time. Edges are shown in rounds: before the first step of an epoch and
     * every reach steps from there. A neighbour shows its edge for round n + 1 only after it has taken this block's of round
     * n; so at most two edges a side are waiting, for this block's round and for the next.
     *
     * The edge for the first step of an epoch is shown when the epoch begins, not when the last one ends: changes come
     * in between.
     */

    /** A message to a block. */
    public sealed interface Command {}

    /** Order to take part in a term of a run: to become what {@code origin} holds, or all zero, and to take a seat. */
    public record Enter(long term, Charter charter, Optional<Sealed> origin, ActorRef<Grid.Command> grid)
            implements Command, Wire {}

    /** The neighbours of this term but for the block itself, each by the side that it lies beyond. */
    record Meet(long term, Map<Side, Neighbour> neighbours) implements Command {}

    /** Leave to run one epoch under these couplings, after these changes, and then to report. */
    record Advance(
            long term,
            long epoch,
            long firstSweep,
            int sweeps,
            ChainCouplings couplings,
            List<PatchChange> changes,
            Shows shows,
            ActorRef<Section.Command> replyTo)
            implements Command {}

    /** What a block shows of an epoch besides its sums: running means, pictures, its whole state for the vault. */
    record Shows(boolean watch, boolean picture, boolean keep) {}

    /** What lies along the edge that faces this block across {@code side}, as it stands in round {@code round} of the term. */
    record Halo(long term, long round, Side side, long[] edge) implements Command {}

    /** Order to end. */
    public enum Leave implements Command, Wire {
        LEAVE
    }

    private record Fetched(long term, byte[] bytes, String digest) implements Command {}

    private record Unfetched(long term, boolean damaged, String reason) implements Command {}

    private final Plan plan;
    private final int index;
    private final Surroundings around;
    private final Map<Side, Deque<Halo>> halos = new EnumMap<>(Side.class);
    private final Deque<Advance> granted = new ArrayDeque<>();

    private Tile tile;
    private Apron apron;
    private Map<Side, Neighbour> neighbours = Map.of();
    private Enter entered;
    private long term;
    private long step;
    private long round;
    private boolean seated;
    private boolean unfetched;
    private List<Series> series = List.of();

    /** What a block finds on its node: the plan of a charter, the vault, and where blocks take their seats. */
    public record Surroundings(Function<Charter, Plan> plans, Archive archive, RecipientRef<Stage.Command> stage) {}

    /** A block that lives from the first order to enter on. */
    public static Behavior<Command> create(BlockId id, Surroundings around) {
        return Behaviors.receive(Command.class)
                .onMessage(
                        Enter.class,
                        enter -> Behaviors.setup(context -> {
                            Plan plan = around.plans().apply(enter.charter()).of(id.run());
                            Block block = new Block(context, plan, id.index(), around);
                            block.onEnter(enter);
                            return block;
                        }))
                .onMessage(Leave.class, _ -> Behaviors.stopped())
                .onMessage(Command.class, _ -> Behaviors.same())
                .build();
    }

    private Block(ActorContext<Command> context, Plan plan, int index, Surroundings around) {
        super(context);
        this.plan = plan;
        this.index = index;
        this.around = around;
        clear();
        apron.sides().forEach(side -> halos.put(side, new ArrayDeque<>()));
    }

    private void clear() {
        tile = new Tile(plan.cut().patch(index), plan.dynamics(), plan.chains());
        apron = new Apron(tile, plan.reach());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onMessage(Command.class, this::onOrFail).build();
    }

    /** A block that fails says why before it ends; one that ends without a word has been moved, or its node is lost. */
    private Behavior<Command> onOrFail(Command command) {
        try {
            return on(command);
        } catch (RuntimeException e) {
            entered.grid().tell(new Grid.Failed(term, index, Failures.reason(e)));
            throw e;
        }
    }

    private Behavior<Command> on(Command command) {
        if (command == Leave.LEAVE) {
            return Behaviors.stopped();
        }
        if (term(command) < term) {
            getContext().getLog().info("refused a message of term {}, this is term {}", term(command), term);
            return this;
        }
        switch (command) {
            case Enter enter -> onEnter(enter);
            case Meet meet -> neighbours = meet.neighbours();
            case Advance advance -> onAdvance(advance);
            case Halo halo -> onHalo(halo);
            case Fetched fetched -> onFetched(fetched);
            case Unfetched missed -> onUnfetched(missed);
            case Leave _ -> throw new IllegalStateException();
        }
        return this;
    }

    private static long term(Command command) {
        return switch (command) {
            case Enter enter -> enter.term();
            case Meet meet -> meet.term();
            case Advance advance -> advance.term();
            case Halo halo -> halo.term();
            case Fetched fetched -> fetched.term();
            case Unfetched missed -> missed.term();
            case Leave _ -> Long.MAX_VALUE;
        };
    }

    private void onEnter(Enter enter) {
        if (entered != null && enter.term() == term) {
            // The grid asks again, because it has not heard of the seat: either it is on its way, or it was lost.
            if (seated) {
                seat();
            } else if (unfetched) {
                fetch();
            }
            return;
        }
        entered = enter;
        term = enter.term();
        granted.clear();
        halos.values().forEach(Deque::clear);
        neighbours = Map.of();
        seated = false;
        unfetched = false;
        step = 0;
        round = 0;
        if (enter.origin().isEmpty()) {
            clear();
            seat();
            return;
        }
        fetch();
    }

    private void fetch() {
        unfetched = false;
        long fetching = term;
        Sealed origin = entered.origin().orElseThrow();
        getContext()
                .pipeToSelf(
                        around.archive().open(origin),
                        (bytes, error) -> error == null
                                ? new Fetched(fetching, bytes, origin.digest())
                                : new Unfetched(fetching, !Failures.mayPass(error), Failures.reason(error)));
    }

    private void onFetched(Fetched fetched) {
        try {
            step = tile.restore(new Snapshot(fetched.bytes(), fetched.digest()));
        } catch (IllegalArgumentException e) {
            onUnfetched(new Unfetched(term, true, e.getMessage()));
            return;
        }
        seat();
    }

    /** The grid asks again, and then so is the vault: it may have been out of reach, or the word of damage was lost. */
    private void onUnfetched(Unfetched missed) {
        unfetched = true;
        String key = entered.origin().map(Sealed::key).orElse("");
        if (missed.damaged()) {
            entered.grid().tell(new Grid.Damage(term, index, key, missed.reason()));
        } else {
            getContext().getLog().warn("cannot read {} yet: {}", key, missed.reason());
        }
    }

    private void seat() {
        seated = true;
        around.stage().tell(new Stage.Seat(plan, term, index, getContext().getSelf(), entered.grid()));
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
        if (halo.round() > round + 1) {
            throw new IllegalStateException("edge for round " + halo.round() + " while in round " + round);
        }
        halos.get(halo.side()).add(halo);
        run();
    }

    private void begin() {
        Advance advance = granted.getFirst();
        step = tile.steps() * advance.firstSweep();
        tile.copy(copies(advance.changes()));
        for (PatchChange change : advance.changes()) {
            change.evidence().ifPresent(seen -> show(change.chain(), seen));
            change.start().ifPresent(start -> tile.restart(change.chain(), start, advance.firstSweep()));
        }
        if (!advance.shows().watch()) {
            tile.forget();
        }
        int terms = plan.dynamics().model().terms().size();
        series = new ArrayList<>();
        for (int chain = 0; chain < plan.chains(); chain++) {
            series.add(Series.zeros(advance.sweeps(), terms));
        }
        showEdges(step, Set.of(), false);
    }

    private void show(int chain, double[] seen) {
        if (seen.length > 0 && plan.reach() > 1) {
            throw new IllegalStateException("evidence in a run whose blocks reach " + plan.reach() + " rows far");
        }
        tile.show(chain, seen);
    }

    private static Map<Integer, Integer> copies(List<PatchChange> changes) {
        Map<Integer, Integer> copies = new HashMap<>();
        for (PatchChange change : changes) {
            change.source().ifPresent(source -> copies.put(change.chain(), source));
        }
        return copies;
    }

    /** Shows the neighbours the edges, as they stand before a step, of the sides that are among these, or are not. */
    private void showEdges(long before, Set<Side> sides, boolean among) {
        neighbours.forEach((side, neighbour) -> {
            if (sides.contains(side) == among) {
                neighbour.show(new Halo(term, round, side.opposite(), apron.edge(side, before)));
            }
        });
    }

    /**
     * Moves on as far as leave and the neighbours' edges reach. Of a step after which edges are shown the rim goes first and is
     * shown at once, so that it is on its way while the rest is moved: on a busy processor only if who carries it is let in,
     * hence the yields.
     */
    private void run() {
        while (!granted.isEmpty() && takeHalos(granted.getFirst())) {
            Advance advance = granted.getFirst();
            boolean last = step + 1 == tile.steps() * (advance.firstSweep() + advance.sweeps());
            boolean shows = !last && isShown(advance, step + 1);
            int rows = shows ? plan.reach() : 0;
            Set<Side> rim = tile.rim(rows);
            apron.prepare(step);
            Optional<Tile.Sums> sums = sums(advance);
            tile.moveRim(step, advance.couplings(), rows, sums);
            if (shows) {
                showEdges(step + 1, rim, true);
                Thread.yield();
            }
            tile.moveRest(step, advance.couplings(), rows, sums);
            apron.move(step, advance.couplings());
            if (sums.isPresent() && advance.shows().watch()) {
                tile.watch();
            }
            step++;
            if (last) {
                finish();
            } else if (shows) {
                showEdges(step, rim, false);
            }
            Thread.yield();
        }
    }

    /** Whether edges are shown before a step of an epoch. */
    private boolean isShown(Advance advance, long before) {
        return (before - tile.steps() * advance.firstSweep()) % plan.reach() == 0;
    }

    /** Takes the edges for the next step, if it needs any; false if they are not there. */
    private boolean takeHalos(Advance advance) {
        if (!isShown(advance, step)) {
            return true;
        }
        if (!hasHalos()) {
            return false;
        }
        halos.forEach((side, waiting) -> apron.halo(side, step, waiting.remove().edge()));
        round++;
        return true;
    }

    private boolean hasHalos() {
        for (Deque<Halo> waiting : halos.values()) {
            if (waiting.isEmpty() || waiting.getFirst().round() != round) {
                return false;
            }
        }
        return true;
    }

    /** Where the step is the last of a sweep: the row of that sweep. */
    private Optional<Tile.Sums> sums(Advance advance) {
        int sweep = (int) (step / tile.steps() - advance.firstSweep());
        return tile.endsSweep(step) ? Optional.of(new Tile.Sums(series, sweep)) : Optional.empty();
    }

    private void finish() {
        Advance done = granted.remove();
        List<float[]> fields = new ArrayList<>();
        List<float[]> means = new ArrayList<>();
        if (done.shows().picture()) {
            for (int chain = 0; chain < plan.chains(); chain++) {
                fields.add(tile.picture(chain));
                means.add(tile.mean(chain));
            }
        }
        done.replyTo().tell(new Section.Report(term, done.epoch(), index, series, fields, means));
        if (done.shows().keep()) {
            keep(done.epoch());
        }
        if (!granted.isEmpty()) {
            begin();
        }
    }

    /** The copy is made here and now; writing it does not keep the block from moving on. */
    private void keep(long epoch) {
        byte[] bytes = tile.snapshot(step).bytes();
        long kept = term;
        ActorRef<Grid.Command> grid = entered.grid();
        around.archive()
                .keep(plan.run() + "/" + (epoch + 1) + "-" + term + "/block-" + index, bytes)
                .whenComplete((stored, error) -> grid.tell(
                        error == null
                                ? new Grid.Kept(kept, epoch, index, stored)
                                : new Grid.Unkept(kept, epoch, Failures.reason(error))));
    }
}
