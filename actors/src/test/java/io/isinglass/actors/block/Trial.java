package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.pattern.StatusReply;
import io.isinglass.actors.Pair;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Health;
import io.isinglass.actors.store.Sealed;
import io.isinglass.actors.store.Vaults;
import io.isinglass.config.Settings;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.FieldDigest;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** A few epochs of two chains on some lattice, and what must come of them: the truth is the mosaic, in one thread. */
final class Trial {

    static final int EPOCHS = 4;
    static final int CHAINS = 2;
    static final int SWEEPS = 3;

    /** The epoch before which the two chains change places. */
    private static final int EXCHANGE = 2;

    private static final long SEED = 5;
    private static final int MOST_BEATS = 20_000;

    private final Pair pair;
    private final Plan plan;
    private final Archive archive;
    private final List<List<Series>> exact = new ArrayList<>();
    private final List<List<float[]>> pictures = new ArrayList<>();
    private final String digest;

    Trial(Pair pair, Cut cut, int lag) {
        this(pair, cut, pair.dynamics(SEED), lag, 1);
    }

    /** Blocks that reach so far, by the fastest kernel that there is, and without evidence. */
    Trial(Pair pair, Cut cut, int lag, int reach) {
        this(pair, cut, fastest(pair, cut), lag, reach);
    }

    private Trial(Pair pair, Cut cut, Dynamics dynamics, int lag, int reach) {
        this.pair = pair;
        this.plan = new Plan("test", cut, dynamics, CHAINS, lag, reach);
        try {
            this.archive = new Archive(Vaults.open(Settings.load().store()), Runnable::run, new Health());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.digest = mosaic();
    }

    private static Dynamics fastest(Pair pair, Cut cut) {
        Dynamics clear = pair.dynamics(SEED);
        return new Dynamics(clear.model(), Kernels.fastest(clear.kernel(), cut.lattice()), clear.noise());
    }

    /** The digest of the fields; the series and pictures of each epoch are noted. */
    private String mosaic() {
        Cut whole = new Cut(plan.cut().lattice(), 1, 1);
        Mosaic mosaic = new Mosaic(whole, pair.dynamics(SEED), CHAINS);
        Tile tile = mosaic.tiles().getFirst();
        for (int chain = 0; chain < CHAINS; chain++) {
            tile.show(chain, evidence(whole.patch(0), chain));
            mosaic.restart(chain, Start.DISORDERED);
        }
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            mosaic.copy(epoch == EXCHANGE ? Map.of(0, 1, 1, 0) : Map.of());
            exact.add(mosaic.run(SWEEPS, couplings(epoch)));
            pictures.add(IntStream.range(0, CHAINS).mapToObj(tile::picture).toList());
        }
        return mosaic.digest();
    }

    Plan plan() {
        return plan;
    }

    Shuffle shuffle(IntUnaryOperator homes, Weather weather, long seed) {
        return new Shuffle(plan, archive, homes, weather, seed);
    }

    /** What the lattice does in an epoch; it shows its picture, and is kept after the epochs that an odd one follows. */
    Order order(long epoch) {
        List<Change> changes = new ArrayList<>();
        Patch whole = new Cut(plan.cut().lattice(), 1, 1).patch(0);
        for (int chain = 0; chain < CHAINS && epoch == 0; chain++) {
            changes.add(Change.of(chain, Optional.of(Start.DISORDERED), Optional.of(evidence(whole, chain))));
        }
        if (epoch == EXCHANGE) {
            changes.add(Change.copy(0, 1));
            changes.add(Change.copy(1, 0));
        }
        return new Order(epoch, SWEEPS, couplings(epoch), changes, epoch > 0, true, epoch != 2);
    }

    /** Couplings that no two epochs share; in odd epochs the chains share them. */
    private ChainCouplings couplings(long epoch) {
        Couplings couplings = pair.couplings();
        Couplings first = couplings.with(0, couplings.at(0) + 0.01 * epoch);
        Couplings second = couplings.with(0, couplings.at(0) - 0.01 * epoch);
        return epoch % 2 == 0 ? new ChainCouplings(List.of(first, second)) : ChainCouplings.all(first);
    }

    private double[] evidence(Patch patch, int chain) {
        if (plan.reach() > 1) {
            return new double[0];
        }
        return IntStream.range(0, patch.sites())
                .mapToDouble(k ->
                        (patch.top() + k / patch.columns() + 2 * (patch.left() + k % patch.columns()) + chain) % 3 - 1)
                .toArray();
    }

    /**
     * Runs epochs, with as many under way as the lag allows, and checks what comes of each. Leave for one more is given when
     * the oldest has come: samples are taken up in their order.
     *
     * @param calm whether all must come without a timer that strikes
     */
    void run(Shuffle blocks, int from, int until, boolean calm) {
        SequencedMap<Long, Sample> seen = new TreeMap<>();
        int granted = from;
        long oldest = from;
        int beats = 0;
        while (seen.size() < until - from) {
            boolean mayGrant = granted < until && granted - oldest <= plan.lag();
            if (mayGrant && blocks.toss()) {
                blocks.perform(order(granted++));
            } else if (!blocks.deliver() && !mayGrant) {
                assertTrue(!calm && beats++ < MOST_BEATS, "the blocks are stuck");
                blocks.strike();
            }
            blocks.samples().stream()
                    .map(StatusReply::getValue)
                    .forEach(sample -> seen.put(sample.order().epoch(), sample));
            while (seen.containsKey(oldest)) {
                oldest++;
            }
        }
        seen.values().forEach(this::check);
    }

    private void check(Sample sample) {
        int epoch = Math.toIntExact(sample.order().epoch());
        assertEquals(exact.get(epoch), sample.chains(), "series of epoch " + epoch);
        for (int chain = 0; chain < CHAINS; chain++) {
            assertArrayEquals(pictures.get(epoch).get(chain), sample.fields().get(chain), "picture of epoch " + epoch);
        }
    }

    /** Checks what has been kept after the last epoch. */
    void checkEnd(Shuffle blocks) {
        blocks.settle();
        assertEquals(digest, digest(stored(blocks)));
    }

    /** What has been kept last. */
    static List<Sealed> stored(Shuffle blocks) {
        return blocks.news().stream()
                .filter(Grid.Stored.class::isInstance)
                .map(news -> ((Grid.Stored) news).blocks())
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private String digest(List<Sealed> objects) {
        List<List<Field>> fields = objects.stream().map(this::fields).toList();
        return FieldDigest.of(plan.cut(), fields);
    }

    private List<Field> fields(Sealed sealed) {
        byte[] bytes = archive.open(sealed).toCompletableFuture().join();
        return new Snapshot(bytes, sealed.digest())
                .content(plan.cut().lattice(), plan.dynamics()::field).chains().stream()
                        .map(Snapshot.Chain::field)
                        .toList();
    }
}
