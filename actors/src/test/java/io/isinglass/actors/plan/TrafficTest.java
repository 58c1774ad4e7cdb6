package io.isinglass.actors.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.actors.Pair;
import io.isinglass.engine.block.Apron;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.lattice.Weights;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told as exact is exact: bytes of halos and of snapshots, against those of real tiles. */
class TrafficTest {

    /** Planes, rows, columns, and the blocks that they are cut into. */
    private static final int[][] CUTS = {
        {1, 12, 264, 1, 4, 8},
        {1, 12, 264, 1, 1, 24},
        {1, 36, 300, 1, 2, 3},
        {1, 1, 40, 1, 1, 5},
        {6, 6, 12, 3, 2, 6},
        {4, 18, 256, 2, 3, 2},
        {1, 36, 300, 1, 4, 1},
        {2, 24, 140, 1, 3, 1},
    };

    /** How far blocks reach that are strips; the others reach to their edge. */
    private static final int[] REACHES = {1, 2, 3, 8};

    private static final int[] NODES = {1, 2, 3, 4, 5, 7, 12};
    private static final int[] CHAINS = {1, 3};

    /** A run that is small enough to be looked at tile by tile. */
    record Case(Pair pair, Cut cut, int chains, int nodes, int reach) {

        /** So many that an epoch ends with a round cut short. */
        int sweeps() {
            return 2 * reach - 1;
        }

        Dynamics dynamics() {
            Dynamics clear = pair.dynamics(1);
            return new Dynamics(clear.model(), Kernels.fastest(clear.kernel(), cut.lattice()), new Noise(1));
        }

        Work work() {
            Dynamics dynamics = dynamics();
            return new Work(
                    pair.model(),
                    pair.kernel(),
                    !dynamics.kernel().equals(dynamics.kernel().clear()),
                    dynamics.model().values(),
                    dynamics.kernel().bytesPerSite(),
                    dynamics.model().terms().size(),
                    cut,
                    chains,
                    sweeps(),
                    0,
                    reach);
        }

        Tile tile(int block) {
            Tile tile = new Tile(cut.patch(block), dynamics(), chains);
            for (int chain = 0; chain < chains; chain++) {
                tile.restart(chain, Start.DISORDERED, 0);
            }
            return tile;
        }

        Apron apron(int block) {
            return new Apron(tile(block), reach);
        }

        @Override
        public String toString() {
            return "%s, %s %s in %d %d %d, %d chains, %d nodes, reach %d"
                    .formatted(
                            pair,
                            cut.lattice().boundary(),
                            List.of(
                                    cut.lattice().depth(),
                                    cut.lattice().rows(),
                                    cut.lattice().columns()),
                            cut.deep(),
                            cut.down(),
                            cut.across(),
                            chains,
                            nodes,
                            reach);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        List<Pair> pairs = Pair.local().filter(TrafficTest::isFirstOfItsModel).toList();
        for (Pair pair : pairs) {
            Regular bonds =
                    new Regular(Models.CATALOG.make(pair.model(), Map.of()).rings(), Weights.UNIFORM);
            for (int[] cut : CUTS) {
                for (Boundary boundary : Boundary.values()) {
                    Lattice lattice = new Lattice(cut[0], cut[1], cut[2], boundary, bonds);
                    if (isAtHome(pair, lattice)) {
                        cases.addAll(cases(pair, new Cut(lattice, cut[3], cut[4], cut[5])));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static List<Case> cases(Pair pair, Cut cut) {
        boolean strips = cut.deep() == 1 && cut.across() == 1 && cut.lattice().colours() == 2;
        List<Case> cases = new ArrayList<>();
        for (int chains : CHAINS) {
            for (int nodes : NODES) {
                Arrays.stream(REACHES)
                        .filter(reach -> reach == 1 || strips)
                        .forEach(reach -> cases.add(new Case(pair, cut, chains, nodes, reach)));
            }
        }
        return cases;
    }

    /** What is shown depends on the model alone. */
    private static boolean isFirstOfItsModel(Pair pair) {
        return pair.equals(Pair.local()
                .filter(other -> other.model().equals(pair.model()))
                .findFirst()
                .orElseThrow());
    }

    private static boolean isAtHome(Pair pair, Lattice lattice) {
        try {
            pair.dynamics(0).model().check(pair.couplings(), lattice);
            return true;
        } catch (Refused _) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void halosAreThoseOfRealTiles(Case each) {
        Layout layout = Layout.of(each.cut(), each.nodes());
        List<Apron> aprons =
                IntStream.range(0, each.cut().count()).mapToObj(each::apron).toList();
        Traffic traffic = Traffic.of(each.work(), layout);
        long epoch = 0;
        long[] busiest = new long[layout.nodes()];
        for (long step = 0; step < each.sweeps() * each.work().steps(); step += each.reach()) {
            for (Map.Entry<List<Integer>, Long> frame :
                    frames(each, layout, aprons, step).entrySet()) {
                long bytes = 64 + 200 + frame.getValue();
                epoch += bytes;
                busiest[frame.getKey().getFirst()] += bytes;
                assertTrue(bytes <= traffic.largestFrame());
            }
        }
        double rounds = each.sweeps() * each.work().roundsASweep();
        assertEquals(epoch, rounds * traffic.round(), 1e-6);
        assertEquals(Arrays.stream(busiest).max().orElse(0), rounds * traffic.busiest(), 1e-6);
    }

    /** The bytes of edges in the frame from one node to another. */
    private static Map<List<Integer>, Long> frames(Case each, Layout layout, List<Apron> aprons, long step) {
        Map<List<Integer>, Long> frames = new HashMap<>();
        for (int block = 0; block < aprons.size(); block++) {
            for (Side side : each.cut().lattice().sides()) {
                OptionalInt other = each.cut().neighbour(block, side);
                if (other.isPresent() && layout.node(block) != layout.node(other.getAsInt())) {
                    long edge = 16 + 8L * aprons.get(block).edge(side, step).length;
                    frames.merge(List.of(layout.node(block), layout.node(other.getAsInt())), edge, Long::sum);
                }
            }
        }
        return frames;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void snapshotsAreThoseOfRealTiles(Case each) {
        assertEquals(each.work().snapshotBytes(), each.tile(0).snapshot(0).bytes().length);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyBlockHasANodeAndNoNodeHasMoreThanWasSaid(Case each) {
        Layout layout = Layout.of(each.cut(), each.nodes());
        long[] blocks = new long[layout.nodes()];
        for (int block = 0; block < each.cut().count(); block++) {
            blocks[layout.node(block)]++;
        }
        assertTrue(layout.nodes() <= each.nodes());
        assertEquals(layout.most(), Arrays.stream(blocks).max().orElseThrow());
        assertTrue(Arrays.stream(blocks).min().orElseThrow() > 0, "no node of the layout is empty");
    }
}
