package io.isinglass.streams;

import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A lattice behind the loop that does what its orders say of keeping: it has a copy of itself as it stood at the end of
 * each epoch that was to be kept. It writes its orders down.
 */
public record Keeper(SweptLattice lattice, List<Order> orders, Map<Long, SweptLattice> kept)
        implements Function<Order, CompletionStage<Sample>> {

    public static Keeper of(SweptLattice lattice) {
        return new Keeper(lattice, new ArrayList<>(), new HashMap<>());
    }

    /** A keeper that goes on from what this one has kept of an epoch. */
    public Keeper after(long epoch) {
        return of(kept.get(epoch).copy());
    }

    @Override
    public CompletionStage<Sample> apply(Order order) {
        orders.add(order);
        Sample sample = lattice.sample(order);
        if (order.keep()) {
            kept.put(order.epoch(), lattice.copy());
        }
        return CompletableFuture.completedFuture(sample);
    }
}
