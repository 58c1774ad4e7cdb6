package io.isinglass.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 1 for tiles that move their neighbours' rows besides their own: same numbers however far they reach. */
class ApronLawTest {

    /*
     * Rows of 264 sites fill more than one word of a colour, and none to its end. Epochs of other lengths than a multiple of
     * the reach begin with rows that are shown anew; after the second, blocks are stored and read back.
     */

    private static final int[] EPOCHS = {3, 1, 2, 3};
    private static final int STORED = 1;
    private static final int CHAINS = 2;
    private static final int[] REACHES = {2, 3, 4, 6};
    private static final int[] STRIPS = {1, 2, 4};
    private static final int[][] SIZES = {{1, 24, 264}, {1, 12, 6}, {2, 12, 4}, {2, 12, 140}};

    /** What a run leaves behind: the digest of the field, each block's snapshots, and the series of every epoch. */
    private record Outcome(String digest, List<String> snapshots, List<List<Series>> series) {}

    static Stream<Arguments> places() {
        return Pair.local()
                .flatMap(pair -> Stream.of(SIZES)
                        .flatMap(size -> Stream.of(Boundary.values())
                                .map(boundary -> pair.lattice(size[0], size[1], size[2], boundary)))
                        .filter(lattice -> lattice.colours() == 2 && pair.fits(lattice))
                        .flatMap(lattice -> forms(pair, lattice)));
    }

    /** A clear kernel, and the fast one where there is another; on rows as long as words the fast one alone. */
    private static Stream<Arguments> forms(Pair pair, Lattice lattice) {
        Dynamics clear = pair.dynamics(42);
        Dynamics fast = new Dynamics(clear.model(), Kernels.fastest(clear.kernel(), lattice), new Noise(42));
        return Stream.of(clear, fast)
                .distinct()
                .filter(dynamics -> lattice.columns() < 64 || !dynamics.kernel().equals(clear.kernel()))
                .map(dynamics -> Arguments.of(pair, dynamics, lattice));
    }

    @ParameterizedTest
    @MethodSource("places")
    void anyReachInStripsGivesTheSameFieldsSeriesAndSnapshots(Pair pair, Dynamics dynamics, Lattice lattice) {
        Outcome whole = outcome(pair, dynamics, Cut.whole(lattice), 1);
        for (int strips : STRIPS) {
            Cut cut = new Cut(lattice, strips, 1);
            Outcome near = outcome(pair, dynamics, cut, 1);
            assertEquals(whole.digest(), near.digest(), cut::toString);
            assertEquals(whole.series(), near.series(), cut::toString);
            for (int reach : REACHES) {
                if (reach <= cut.patch(0).rows()) {
                    assertEquals(near, outcome(pair, dynamics, cut, reach), () -> cut + ", reach " + reach);
                }
            }
        }
    }

    private static Outcome outcome(Pair pair, Dynamics dynamics, Cut cut, int reach) {
        Mosaic mosaic = new Mosaic(cut, dynamics, CHAINS, reach);
        mosaic.restart(0, Start.DISORDERED);
        mosaic.restart(1, Start.DISORDERED);
        List<List<Series>> series = new ArrayList<>();
        List<String> snapshots = new ArrayList<>();
        long sweep = 0;
        for (int epoch = 0; epoch < EPOCHS.length; epoch++) {
            series.add(mosaic.run(EPOCHS[epoch], couplings(pair, epoch)));
            mosaic.tiles().forEach(Tile::watch);
            sweep += EPOCHS[epoch];
            if (epoch == STORED) {
                mosaic = storedAndReadBack(mosaic, cut, dynamics, reach, sweep, snapshots);
                mosaic.copy(Map.of(0, 1, 1, 0));
                mosaic.restart(1, Start.DISORDERED);
            }
        }
        return new Outcome(mosaic.digest(), snapshots, series);
    }

    private static ChainCouplings couplings(Pair pair, int epoch) {
        Couplings couplings = pair.couplings();
        return new ChainCouplings(
                List.of(couplings.with(0, couplings.at(0) + 0.01 * epoch), couplings.with(0, couplings.at(0) - 0.01)));
    }

    private static Mosaic storedAndReadBack(
            Mosaic mosaic, Cut cut, Dynamics dynamics, int reach, long sweep, List<String> snapshots) {
        Mosaic next = new Mosaic(cut, dynamics, CHAINS, reach);
        for (int index = 0; index < cut.count(); index++) {
            Snapshot made = mosaic.tiles().get(index).snapshot(2 * sweep);
            snapshots.add(made.digest());
            next.tiles().get(index).restore(made);
        }
        next.resume(sweep);
        return next;
    }

    /** A rim that is moved first is, along its sides, what it is after the step. */
    @ParameterizedTest
    @MethodSource("places")
    void aRimMovedFirstIsWhatItWillBe(Pair pair, Dynamics dynamics, Lattice lattice) {
        Cut cut = new Cut(lattice, 2, 1);
        for (int reach : new int[] {1, 2, 3, 5}) {
            Mosaic mosaic = new Mosaic(cut, dynamics, CHAINS, reach);
            mosaic.restart(0, Start.DISORDERED);
            mosaic.restart(1, Start.DISORDERED);
            mosaic.run(1, pair.couplings());
            Apron apron = new Apron(mosaic.tiles().getFirst(), reach);
            Tile tile = apron.tile();
            ChainCouplings couplings = ChainCouplings.all(pair.couplings());
            tile.moveRim(2, couplings, reach, Optional.empty());
            List<long[]> early = shown(apron, tile.rim(reach).stream().toList());
            tile.moveRest(2, couplings, reach, Optional.empty());
            List<long[]> late = shown(apron, tile.rim(reach).stream().toList());
            IntStream.range(0, early.size()).forEach(at -> assertTrue(Arrays.equals(early.get(at), late.get(at))));
        }
    }

    /** What a sweep leaves is measured the same while its last step is moved, rim first, as when all is done. */
    @ParameterizedTest
    @MethodSource("places")
    void whatIsMeasuredWhileItIsMovedIsWhatIsThere(Pair pair, Dynamics dynamics, Lattice lattice) {
        Mosaic mosaic = new Mosaic(new Cut(lattice, 2, 1), dynamics, CHAINS, 1);
        mosaic.restart(0, Start.DISORDERED);
        mosaic.restart(1, Start.DISORDERED);
        mosaic.run(1, pair.couplings());
        Tile tile = mosaic.tiles().getLast();
        ChainCouplings couplings = ChainCouplings.all(pair.couplings());
        int sweeps = 4;
        List<Series> meanwhile = empty(pair, sweeps);
        List<Series> after = empty(pair, sweeps);
        for (int rim = 0; rim < sweeps; rim++) {
            tile.move(2 + 2L * rim, couplings);
            long last = 3 + 2L * rim;
            Optional<Tile.Sums> sums = Optional.of(new Tile.Sums(meanwhile, rim));
            tile.moveRim(last, couplings, rim, sums);
            tile.moveRest(last, couplings, rim, sums);
            tile.measure(after, rim);
        }
        assertEquals(after, meanwhile);
    }

    private static List<Series> empty(Pair pair, int sweeps) {
        int terms = pair.model().terms().size();
        return IntStream.range(0, CHAINS)
                .mapToObj(_ -> Series.zeros(sweeps, terms))
                .toList();
    }

    private static List<long[]> shown(Apron apron, List<Side> sides) {
        return sides.stream().map(side -> apron.edge(side, 3)).toList();
    }

    @Test
    void whatIsNotCutIntoStripsHasNoReach() {
        Pair ising = Pair.of("ising", "heat-bath");
        Lattice square = ising.lattice(1, 8, 8, Boundary.TORUS);
        assertThrows(IllegalArgumentException.class, () -> new Mosaic(new Cut(square, 2, 2), ising.dynamics(1), 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new Mosaic(new Cut(square, 1, 2), ising.dynamics(1), 1, 2));
        assertThrows(IllegalArgumentException.class, () -> new Mosaic(new Cut(square, 4, 1), ising.dynamics(1), 1, 3));
        Apron apron = new Apron(new Tile(new Cut(square, 2, 1).patch(0), ising.dynamics(1), 1), 2);
        assertThrows(IllegalArgumentException.class, () -> apron.halo(Side.NORTH, 0, new long[4]));
    }

    /** A sixty-fourth of a block's rows and one more, even, no more than an epoch has steps, and not too much to show. */
    @ParameterizedTest
    @CsvSource({
        "8192, 8192, 8, 1, 1, 50, 16",
        "8192, 8192, 8, 1, 1, 2, 4",
        "8192, 8192, 8, 1, 1, 1, 2",
        "8192, 8192, 64, 1, 1, 50, 2",
        "8192, 8192, 128, 1, 1, 50, 2",
        "8192, 8192, 256, 1, 1, 50, 1",
        "8192, 8192, 2, 1, 1, 50, 16",
        "8192, 65536, 8, 1, 1, 50, 8",
        "8192, 65536, 8, 1, 10, 50, 1",
        "8192, 8192, 1, 1, 1, 50, 1",
        "8192, 8192, 8, 2, 1, 50, 1",
        "8192, 8192, 1, 8, 1, 50, 1",
    })
    void theReachFollowsFromTheBlocks(int rows, int columns, int down, int across, int chains, int sweeps, int reach) {
        Pair ising = Pair.of("ising", "heat-bath");
        Lattice lattice = ising.lattice(1, rows, columns, Boundary.TORUS);
        Cut cut = new Cut(lattice, down, across);
        Dynamics fast = new Dynamics(ising.model(), Kernels.fastest(ising.kernel(), lattice), new Noise(1));
        assertEquals(reach, Reach.of(cut, fast, chains, sweeps));
        assertEquals(1, Reach.of(cut, ising.dynamics(1), chains, sweeps), "its clear form goes edge by edge");
    }
}
