package io.isinglass.engine.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Patterns;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What chains that are swept side by side have of their own: couplings, and a place that another may take. */
class ChainLawTest {

    private static final Lattice LATTICE = new Lattice(6, 8, Boundary.TORUS);
    private static final int CHAINS = 3;

    static Stream<Pair> pairs() {
        return Pair.local();
    }

    private static Mosaic mosaic(Pair pair, Cut cut) {
        Mosaic mosaic = pair.mosaic(cut, CHAINS, Patterns.random(LATTICE, 3), 42);
        for (int chain = 0; chain < CHAINS; chain++) {
            mosaic.restart(chain, Start.DISORDERED);
        }
        mosaic.run(3, pair.couplings());
        return mosaic;
    }

    private static Couplings weaker(Pair pair, int chain) {
        Couplings couplings = pair.couplings();
        return couplings.with(0, couplings.at(0) * (1 - 0.1 * chain));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aChainRunsUnderItsOwnCouplingsAsIfAllDid(Pair pair) {
        Cut cut = new Cut(LATTICE, 2, 2);
        List<Couplings> each = List.of(weaker(pair, 0), weaker(pair, 1), weaker(pair, 2));
        List<Series> together = mosaic(pair, cut).run(4, new ChainCouplings(each));

        for (int chain = 0; chain < CHAINS; chain++) {
            List<Series> shared = mosaic(pair, cut).run(4, each.get(chain));
            assertEquals(shared.get(chain), together.get(chain), "chain " + chain);
        }
    }

    /** In a circle, each takes the place of one whose own place is taken. */
    @ParameterizedTest
    @MethodSource("pairs")
    void chainsBeginAsCopiesOfOthersAsTheseStoodBefore(Pair pair) {
        for (Cut cut : List.of(new Cut(LATTICE, 1, 1), new Cut(LATTICE, 3, 2))) {
            Mosaic mosaic = mosaic(pair, cut);
            List<List<float[]>> before = pictures(mosaic);
            List<double[]> evidence = mosaic.tiles().stream()
                    .map(tile -> tile.field(1).evidence())
                    .toList();

            mosaic.copy(Map.of(0, 1, 1, 2, 2, 0));
            List<List<float[]>> after = pictures(mosaic);
            for (int tile = 0; tile < cut.count(); tile++) {
                for (int chain = 0; chain < CHAINS; chain++) {
                    assertArrayEquals(
                            before.get(tile).get((chain + 1) % CHAINS),
                            after.get(tile).get(chain));
                }
                assertArrayEquals(
                        evidence.get(tile), mosaic.tiles().get(tile).field(1).evidence());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aCopyIsAFieldOfItsOwn(Pair pair) {
        Mosaic mosaic = mosaic(pair, new Cut(LATTICE, 1, 1));
        Tile tile = mosaic.tiles().getFirst();
        mosaic.copy(Map.of(2, 0));
        double kept = tile.field(2).at(0, 1, 1);
        tile.field(0).set(0, 1, 1, -kept);

        assertEquals(kept, tile.field(2).at(0, 1, 1));
    }

    @Test
    void couplingsThatDifferAreNotShared() {
        ChainCouplings each = new ChainCouplings(List.of(new Couplings(1), new Couplings(2)));

        assertNotEquals(each.of(0), each.of(1));
        assertEquals(new Couplings(7), ChainCouplings.all(new Couplings(7)).of(5));
        assertThrows(IllegalStateException.class, each::shared);
        assertThrows(IllegalArgumentException.class, () -> new ChainCouplings(List.of()));
    }

    private static List<List<float[]>> pictures(Mosaic mosaic) {
        return mosaic.tiles().stream()
                .map(tile -> Stream.of(0, 1, 2).map(tile::picture).toList())
                .toList();
    }
}
