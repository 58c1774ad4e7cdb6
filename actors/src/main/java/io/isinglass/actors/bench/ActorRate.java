package io.isinglass.actors.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import io.isinglass.actors.block.Charter;
import io.isinglass.actors.block.Grid;
import io.isinglass.actors.block.LocalBlocks;
import io.isinglass.actors.block.Plan;
import io.isinglass.actors.run.Node;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Reach;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The blocks of a run as actors under their conductor, asked for one epoch after the other. */
final class ActorRate implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Node node;
    private final ActorRef<Grid.Command> grid;
    private final Couplings couplings;
    private final int sweeps;
    private long epoch;

    ActorRate(Cut cut, Dynamics dynamics, Couplings couplings, int sweeps, int threads) {
        this.node = Node.start(threads);
        this.couplings = couplings;
        this.sweeps = sweeps;
        Plan plan = new Plan("bench", cut, dynamics, 1, 0, Reach.of(cut, dynamics, 1, sweeps));
        this.grid = node.system()
                .systemActorOf(
                        Grid.create(
                                new Grid.Term(1, new Charter("bench", ""), plan, List.of()),
                                new LocalBlocks(node.system(), node.surroundings(_ -> plan)),
                                node.system().ignoreRef()),
                        "bench",
                        Props.empty());
    }

    /** One epoch. */
    void epoch() {
        List<Change> changes =
                epoch == 0 ? List.of(Change.of(0, Optional.of(Start.DISORDERED), Optional.empty())) : List.of();
        Order order = new Order(epoch++, sweeps, ChainCouplings.all(couplings), changes, false, false, false);
        AskPattern.askWithStatus(
                        grid,
                        (ActorRef<akka.pattern.StatusReply<io.isinglass.streams.learn.Sample>> replyTo) ->
                                new Grid.Perform(order, replyTo),
                        PATIENCE,
                        node.system().scheduler())
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        node.close();
    }
}
