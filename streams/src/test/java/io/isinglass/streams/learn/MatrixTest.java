package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.streams.learn.CouplingMap.Bound;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixTest {

    private static final int SITES = 24;

    private static Schema schema() {
        return new Schema(IntStream.range(0, SITES).mapToObj(site -> "s" + site).toList(), List.of());
    }

    /** Where each of the sites is that are given in an order by chance. */
    private static List<Integer> shuffled(long seed) {
        List<Integer> sites = new ArrayList<>(IntStream.range(0, SITES).boxed().toList());
        Collections.shuffle(sites, new Random(seed));
        return sites;
    }

    /** Neighbours along a chain are tied, whatever numbers the sites have: the order is that of the chain. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSitesOfAChainStandInItsOrder(long seed) {
        List<Integer> chain = shuffled(seed);
        List<Bound> ties = IntStream.range(1, SITES)
                .mapToObj(k -> new Bound(chain.get(k - 1), chain.get(k), k % 2 == 0 ? 1 : -1, 0.1))
                .toList();
        Matrix matrix = Matrix.of(schema(), SITES, ties);

        assertEquals(SITES, matrix.sites().size());
        for (Matrix.Cell cell : matrix.cells()) {
            assertEquals(1, cell.other() - cell.one(), matrix.sites().toString());
        }
    }

    /** Four groups whose sites are tied, and hardly with others: each stands together. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void groupsStandTogether(long seed) {
        List<Integer> sites = shuffled(seed);
        List<Bound> ties = new ArrayList<>();
        for (int one = 0; one < SITES; one++) {
            for (int other = 0; other < one; other++) {
                ties.add(new Bound(sites.get(other), sites.get(one), one / 6 == other / 6 ? 0.4 : 0.01, 0.001));
            }
        }
        Matrix matrix = Matrix.of(schema(), SITES, ties);
        for (Matrix.Cell cell : matrix.cells()) {
            assertEquals(
                    cell.strength() > 0.1,
                    cell.one() / 6 == cell.other() / 6,
                    matrix.sites().toString());
        }
    }

    @Test
    void whatIsWithinThreeOfItsErrorsIsLeftOutAndTheRestIsNamedRight() {
        List<Bound> ties = List.of(new Bound(3, 7, 0.31, 0.1), new Bound(7, 2, -0.29, 0.1), new Bound(1, 2, -0.5, 0.1));
        Matrix matrix = Matrix.of(schema(), SITES, ties);

        assertEquals("2 couplings of 3, beyond 3 of their errors", matrix.title());
        assertEquals(2, matrix.cells().size());
        Matrix.Cell first = matrix.cells().getFirst();
        assertEquals(
                List.of("s3", "s7"),
                IntStream.of(first.one(), first.other())
                        .mapToObj(matrix.sites()::get)
                        .sorted()
                        .toList());
        assertEquals(0.31, first.strength());
    }

    @Test
    void ofVeryManyTheStrongestAreShown() {
        int sites = 200;
        List<Bound> ties = new ArrayList<>();
        for (int one = 0; one < sites; one++) {
            for (int other = 0; other < one; other++) {
                ties.add(new Bound(one, other, 1 + ties.size(), 0.01));
            }
        }
        Matrix matrix = Matrix.of(Schema.PLAIN, sites, ties);
        assertEquals("5000 couplings of 19900, beyond 3 of their errors, the strongest", matrix.title());
        assertEquals(
                14_901.0,
                matrix.cells().stream().mapToDouble(Matrix.Cell::strength).min().orElseThrow());
    }

    @Test
    void sitesWithoutTiesHaveAnOrderToo() {
        Matrix matrix = Matrix.of(Schema.PLAIN, 3, List.of());
        assertTrue(matrix.cells().isEmpty());
        assertEquals(List.of("0", "1", "2"), matrix.sites().stream().sorted().toList());
    }
}
