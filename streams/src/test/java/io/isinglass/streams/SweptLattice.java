package io.isinglass.streams;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.kernel.CoordinateAscent;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A whole lattice behind the loop, swept in the caller's thread. Epoch 0 begins it anew, so that it may run twice. */
public final class SweptLattice implements Function<Order, CompletionStage<Sample>> {

    private final Lattice lattice;
    private final Dynamics dynamics;
    private final int chains;
    private Mosaic mosaic;

    public SweptLattice(Lattice lattice, Model model, int chains, long seed) {
        this.lattice = lattice;
        this.dynamics = new Dynamics(model, kernel(model), new Noise(seed));
        this.chains = chains;
        this.mosaic = fresh();
    }

    private static Kernel kernel(Model model) {
        return model instanceof Conditional conditional
                ? new HeatBath(conditional)
                : new CoordinateAscent((Ascent) model);
    }

    /** A lattice that goes on from the fields of this one as they stand now. */
    public SweptLattice copy() {
        SweptLattice copy = new SweptLattice(
                lattice, dynamics.model(), chains, dynamics.noise().seed());
        copy.mosaic.tiles().getFirst().restore(mosaic.tiles().getFirst().snapshot(0));
        return copy;
    }

    private Mosaic fresh() {
        return new Mosaic(new Cut(lattice, 1, 1), dynamics, chains);
    }

    @Override
    public CompletionStage<Sample> apply(Order order) {
        return CompletableFuture.completedFuture(sample(order));
    }

    /** Puts the fields away in bytes, and goes on with what is read of these. */
    public void store() {
        Snapshot snapshot = mosaic.tiles().getFirst().snapshot(0);
        mosaic = fresh();
        mosaic.tiles().getFirst().restore(snapshot);
    }

    /** What the epoch shows. */
    public Sample sample(Order order) {
        if (order.epoch() == 0) {
            mosaic = fresh();
        }
        mosaic.resume(order.firstSweep());
        Tile tile = mosaic.tiles().getFirst();
        mosaic.copy(copies(order.changes()));
        for (Change change : order.changes()) {
            change.evidence().ifPresent(seen -> tile.show(change.chain(), seen));
            change.start().ifPresent(start -> mosaic.restart(change.chain(), start));
        }
        if (!order.watch()) {
            tile.forget();
        }
        List<Series> series = sweeps(order, tile);
        List<float[]> fields = new ArrayList<>();
        List<float[]> means = new ArrayList<>();
        for (int chain = 0; order.picture() && chain < chains; chain++) {
            fields.add(tile.picture(chain));
            means.add(tile.mean(chain));
        }
        return new Sample(order, series, fields, means);
    }

    private static Map<Integer, Integer> copies(List<Change> changes) {
        return changes.stream()
                .filter(change -> change.source().isPresent())
                .collect(Collectors.toMap(
                        Change::chain, change -> change.source().getAsInt()));
    }

    private List<Series> sweeps(Order order, Tile tile) {
        if (!order.watch()) {
            return mosaic.run(order.sweeps(), order.couplings());
        }
        int terms = dynamics.model().terms().size();
        List<Series> whole = new ArrayList<>();
        for (int chain = 0; chain < chains; chain++) {
            whole.add(Series.zeros(order.sweeps(), terms));
        }
        for (int row = 0; row < order.sweeps(); row++) {
            List<Series> one = mosaic.run(1, order.couplings());
            tile.watch();
            for (int chain = 0; chain < chains; chain++) {
                long[] sums = one.get(chain).sums();
                System.arraycopy(sums, 0, whole.get(chain).sums(), row * sums.length, sums.length);
            }
        }
        return whole;
    }
}
