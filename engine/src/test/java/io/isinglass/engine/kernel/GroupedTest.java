package io.isinglass.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 4: 64 chains of a graph at once move bit for bit as they do one by one. */
class GroupedTest {

    private static final Noise NOISE = new Noise(20261123);
    private static final int SWEEPS = 6;
    private static final Couplings USUAL = new Couplings(0.25, 0.1, 0.7);

    static Stream<Kernel> kernels() {
        return Stream.of(new HeatBath(new Ising()), new Metropolis(new Ising()));
    }

    private static <T> Stream<Arguments> withEach(Stream<T> others) {
        List<T> all = others.toList();
        return kernels().flatMap(kernel -> all.stream().map(other -> Arguments.of(kernel, other)));
    }

    static Stream<Arguments> lattices() {
        return withEach(Stream.of(
                Graphs.plusMinus(150, 0.3, 1),
                Graphs.plusMinus(80, 1, 2),
                Graphs.plusMinus(140, 1, 3),
                Graphs.plusMinus(300, 1, 4),
                Graphs.plusMinus(60, 0, 5),
                Graphs.whole(90, 0.4, 6),
                Graphs.whole(200, 0.9, 7),
                Graphs.star(100, 1),
                Graphs.star(130, -1),
                Graphs.star(600, 2),
                Graphs.star(2, 8),
                Graphs.star(40, 9),
                Graphs.star(3, 0.5),
                Graphs.real(100, 0.3, 8),
                Graphs.real(70, 1, 9)));
    }

    @ParameterizedTest
    @MethodSource("lattices")
    void everyGraphIsSweptAsInTheClear(Kernel clear, Lattice lattice) {
        assertEqual(clear, lattice, 70, USUAL);
    }

    static Stream<Arguments> couplings() {
        return withEach(Stream.of(
                new Couplings(0, 0, 0),
                new Couplings(0, 0.3, 0),
                new Couplings(0.02, -1, 0.5),
                new Couplings(-0.4, 0, 0),
                new Couplings(100, 0, 0),
                new Couplings(-100, 100, 1),
                new Couplings(1e-9, 40, 0),
                new Couplings(0.3, -37, 0)));
    }

    @ParameterizedTest
    @MethodSource("couplings")
    void anyCouplingsMoveAsInTheClear(Kernel clear, Couplings couplings) {
        assertEqual(clear, Graphs.plusMinus(120, 0.5, 11), 66, couplings);
        assertEqual(clear, Graphs.real(60, 0.5, 12), 66, couplings);
    }

    /** Chances of a few 2⁻²⁰: what the first two digits leave open must be decided by those that follow. */
    @ParameterizedTest
    @MethodSource("kernels")
    void rareEventsAreExact(Kernel clear) {
        double h = clear instanceof HeatBath ? -6.9 : 6.9;
        assertEqual(clear, Graphs.plusMinus(3000, 0, 13), 64, new Couplings(1, h, 0));
        assertEqual(clear, Graphs.plusMinus(3000, 0, 13), 64, new Couplings(1, -h, 0));
        assertEqual(clear, Graphs.star(3000, 0.5), 64, new Couplings(1, h, 0));
        assertEqual(clear, Graphs.plusMinus(3000, 0, 13), 64, new Couplings(0, 0, 0));
    }

    static Stream<Arguments> chains() {
        return withEach(Stream.of(1, 7, 8, 9, 63, 64, 65, 130));
    }

    @ParameterizedTest
    @MethodSource("chains")
    void anyNumberOfChainsMovesAsInTheClear(Kernel clear, int chains) {
        assertEqual(clear, Graphs.plusMinus(90, 0.4, 14), chains, USUAL);
        assertEqual(clear, Graphs.real(50, 0.4, 15), chains, USUAL);
    }

    static Stream<Arguments> fewLattices() {
        return withEach(Stream.of(Graphs.plusMinus(90, 0.4, 16), Graphs.star(400, 1), Graphs.real(60, 0.4, 17)));
    }

    @ParameterizedTest
    @MethodSource("fewLattices")
    void chainsMayHaveEvidence(Kernel clear, Lattice lattice) {
        double[] seen = Patterns.random(lattice, 3);
        Mosaic fast = mosaic(Kernels.fastest(clear, lattice), lattice, 67);
        Mosaic slow = mosaic(clear, lattice, 67);
        for (int sweeps = 0; sweeps < 3; sweeps++) {
            for (Mosaic each : List.of(fast, slow)) {
                each.tiles().getFirst().show(3 + 10 * sweeps, seen);
                each.tiles().getFirst().show(3, sweeps == 2 ? new double[0] : seen);
            }
            assertEquals(slow.run(2, USUAL), fast.run(2, USUAL));
            assertEquals(slow.digest(), fast.digest());
        }
    }

    @ParameterizedTest
    @MethodSource("fewLattices")
    void chainsMayHaveCouplingsOfTheirOwn(Kernel clear, Lattice lattice) {
        int chains = 70;
        List<Couplings> own = IntStream.range(0, chains)
                .mapToObj(chain -> new Couplings(0.05 * (chain % 9), 0.1 * (chain % 2), 0))
                .toList();
        Kernel fast = Kernels.fastest(clear, lattice);
        List<Field> ours = started(fast, lattice, chains);
        List<Field> theirs = started(clear, lattice, chains);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            IntFunction<Couplings> given = sweep == 3 ? _ -> USUAL : own::get;
            for (int colour = 0; colour < lattice.colours(); colour++) {
                long now = sweep;
                int lane = colour;
                fast.moveAll(ours, given, chain -> NOISE.dice(chain, now, lane), colour);
                clear.moveAll(theirs, given, chain -> NOISE.dice(chain, now, lane), colour);
            }
        }
        assertSame(theirs, ours);
    }

    /** One chain of a group by itself leaves the others where they are. */
    @ParameterizedTest
    @MethodSource("fewLattices")
    void aChainMayMoveByItself(Kernel clear, Lattice lattice) {
        Kernel fast = Kernels.fastest(clear, lattice);
        List<Field> ours = started(fast, lattice, 70);
        List<Field> theirs = started(clear, lattice, 70);
        Series our = Series.zeros(1, 3);
        Series their = Series.zeros(1, 3);
        for (int chain : new int[] {5, 69}) {
            for (int colour = 0; colour < lattice.colours(); colour++) {
                fast.move(ours.get(chain), USUAL, NOISE.dice(chain, 0, colour), colour);
                clear.move(theirs.get(chain), USUAL, NOISE.dice(chain, 0, colour), colour);
            }
            fast.measure(ours.get(chain), our, 0);
            clear.measure(theirs.get(chain), their, 0);
        }
        assertSame(theirs, ours);
        assertEquals(their, our);
    }

    @ParameterizedTest
    @MethodSource("fewLattices")
    void aSnapshotIsThatOfTheClearFormAndGoesOnAsIt(Kernel clear, Lattice lattice) {
        double[] seen = Patterns.random(lattice, 3);
        Mosaic fast = mosaic(Kernels.fastest(clear, lattice), lattice, 66);
        Mosaic slow = mosaic(clear, lattice, 66);
        fast.tiles().getFirst().show(2, seen);
        slow.tiles().getFirst().show(2, seen);
        fast.run(2, USUAL);
        slow.run(2, USUAL);
        long step = 2L * lattice.colours();
        Tile tile = slow.tiles().getFirst();
        tile.watch();
        fast.tiles().getFirst().watch();
        assertEquals(
                tile.snapshot(step).digest(),
                fast.tiles().getFirst().snapshot(step).digest());

        Mosaic again = mosaic(Kernels.fastest(clear, lattice), lattice, 66);
        assertNotEquals(slow.digest(), again.digest());
        assertEquals(step, again.tiles().getFirst().restore(tile.snapshot(step)));
        again.resume(2);
        assertEquals(slow.digest(), again.digest());
        assertEquals(slow.run(2, USUAL), again.run(2, USUAL));
        assertEquals(slow.digest(), again.digest());
    }

    @Test
    void onlyIsingOnGraphsIsGrouped() {
        Lattice graph = Graphs.plusMinus(5, 1, 1);
        kernels().forEach(clear -> {
            Grouped grouped = assertInstanceOf(Grouped.class, Kernels.fastest(clear, graph));
            assertEquals(clear, grouped.clear());
            assertEquals(1, grouped.bytesPerSite());
            assertEquals(8, Kernels.fastest(clear, Graphs.real(5, 1, 1)).bytesPerSite());
            assertTrue(
                    !(Kernels.fastest(clear, new Lattice(4, 4, Boundary.TORUS)) instanceof Grouped), clear::toString);
        });
        Kernel other = new Metropolis(new Phi4(1));
        assertEquals(other, Kernels.fastest(other, graph));
    }

    @Test
    void aChainOfAGroupTakesNoEvidence() {
        Lattice lattice = Graphs.star(4, 1);
        Field field = Kernels.fastest(new HeatBath(new Ising()), lattice)
                .fields(Patch.of(lattice), 2)
                .getFirst();
        assertThrows(IllegalArgumentException.class, () -> field.show(new double[4]));
    }

    /** A vector that leaves its method is put on the heap: then a sweep would take kilobytes a site. */
    @ParameterizedTest
    @MethodSource("fewLattices")
    void aSweepTakesNoMemoryButItsDice(Kernel clear, Lattice lattice) {
        Mosaic mosaic = mosaic(Kernels.fastest(clear, lattice), lattice, 64);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Tile tile = mosaic.tiles().getFirst();
        int warm = 12_000 * lattice.colours();
        int steps = 100 * lattice.colours();
        long before = 0;
        for (int step = 0; step < warm + steps; step++) {
            before = step == warm ? threads.getCurrentThreadAllocatedBytes() : before;
            tile.move(step, ChainCouplings.all(USUAL));
        }
        long taken = (threads.getCurrentThreadAllocatedBytes() - before) / steps;
        assertTrue(taken < 1024, taken + " bytes a step");
    }

    private static List<Field> started(Kernel kernel, Lattice lattice, int chains) {
        List<Field> fields = kernel.fields(Patch.of(lattice), chains);
        for (int chain = 0; chain < chains; chain++) {
            for (int site = 0; site < lattice.columns(); site++) {
                fields.get(chain).set(0, 0, site, (site * 31 + chain * 17) % 5 < 2 ? 1 : -1);
            }
        }
        return fields;
    }

    private static void assertSame(List<Field> expected, List<Field> actual) {
        for (int chain = 0; chain < expected.size(); chain++) {
            for (int site = 0; site < expected.get(chain).patch().columns(); site++) {
                assertEquals(
                        expected.get(chain).at(0, 0, site), actual.get(chain).at(0, 0, site), chain + ", " + site);
            }
        }
    }

    private static void assertEqual(Kernel clear, Lattice lattice, int chains, Couplings couplings) {
        Mosaic fast = mosaic(Kernels.fastest(clear, lattice), lattice, chains);
        Mosaic slow = mosaic(clear, lattice, chains);
        for (int sweep = 0; sweep < SWEEPS; sweep += 2) {
            assertEquals(slow.run(2, couplings), fast.run(2, couplings));
            assertEquals(slow.digest(), fast.digest());
        }
    }

    static Mosaic mosaic(Kernel kernel, Lattice lattice, int chains) {
        Mosaic mosaic = new Mosaic(new Cut(lattice, 1, 1), new Dynamics(new Ising(), kernel, NOISE), chains);
        for (int chain = 0; chain < chains; chain++) {
            mosaic.restart(chain, chain % 5 == 0 ? Start.ORDERED : Start.DISORDERED);
        }
        return mosaic;
    }
}
