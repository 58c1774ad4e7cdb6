package io.isinglass.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.block.Tile;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains that share the words of the noise are independent all the same, and each has the model's distribution. */
class GroupedChainsTest {

    private static final int CHAINS = 66;
    private static final int SITES = 320;
    private static final int LOOKS = 150;
    private static final int APART = 6;

    static Stream<Arguments> starts() {
        return Stream.of("heat-bath", "metropolis")
                .flatMap(
                        kernel -> Stream.of(Start.ORDERED, Start.DISORDERED).map(start -> Arguments.of(kernel, start)));
    }

    /**
     * Weakly bound spins of mean 0: the product of two chains' spins at a site, summed over sites and looks, has mean 0 and
     * variance 1 a term, and a tenth more for what neighbours and looks have in common. Equal chains would have 1.
     */
    @ParameterizedTest
    @MethodSource("starts")
    void noTwoChainsOfAGroupGoTogether(String kernel, Start start) {
        Lattice lattice = Graphs.plusMinus(SITES, 0.1, 21);
        Mosaic mosaic = GroupedTest.mosaic(fast(kernel, lattice).kernel(), lattice, CHAINS);
        for (int chain = 0; chain < CHAINS; chain++) {
            mosaic.restart(chain, start);
        }
        Couplings weak = kernel.equals("metropolis") ? new Couplings(0.06, 0, 0) : new Couplings(0.03, 0, 0);
        mosaic.run(kernel.equals("metropolis") ? 600 : 20, weak);
        int[] overlaps = new int[CHAINS * CHAINS];
        for (int look = 0; look < LOOKS; look++) {
            mosaic.run(APART, weak);
            add(overlaps, mosaic.tiles().getFirst());
        }
        double sigma = Math.sqrt(1.1 * SITES * LOOKS);
        for (int one = 0; one < CHAINS; one++) {
            for (int other = 0; other < one; other++) {
                double overlap = overlaps[one * CHAINS + other] / sigma;
                assertTrue(Math.abs(overlap) < 5, one + " and " + other + ": " + overlap + " sigma");
            }
        }
    }

    private static void add(int[] overlaps, Tile tile) {
        float[][] pictures = new float[CHAINS][];
        Arrays.setAll(pictures, tile::picture);
        for (int one = 0; one < CHAINS; one++) {
            for (int other = 0; other < one; other++) {
                float sum = 0;
                for (int site = 0; site < SITES; site++) {
                    sum += pictures[one][site] * pictures[other][site];
                }
                overlaps[one * CHAINS + other] += (int) sum;
            }
        }
    }

    static Stream<Arguments> graphs() {
        return Stream.of("heat-bath", "metropolis")
                .flatMap(kernel -> Stream.of(Graphs.plusMinus(10, 0.6, 22), Graphs.real(10, 0.6, 23))
                        .map(lattice -> Arguments.of(kernel, lattice)));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void aSmallGraphHasTheMeansOfAllItsStates(String kernel, Lattice lattice) {
        Couplings couplings = new Couplings(0.4, 0.15, 0);
        double[] truth = means((Graph) lattice.bonds(), couplings);
        Sampled ours = Sampled.by(fast(kernel, lattice), couplings, Sampled.Run.whole(lattice, 64, 3000));
        ours.assertNear(truth[0], "T0", 0.05);
        ours.assertNear(truth[1], "T1", 0.05);
        assertEquals(0, ours.of("T2").mean());
    }

    private static Pair fast(String kernel, Lattice lattice) {
        Pair clear = Pair.of("ising", kernel);
        return new Pair("ising", kernel, clear.model(), Kernels.fastest(clear.kernel(), lattice));
    }

    /** Means of the two sums, by adding up all states. */
    private static double[] means(Graph graph, Couplings couplings) {
        double z = 0;
        double bonds = 0;
        double sites = 0;
        for (int state = 0; state < 1 << graph.sites(); state++) {
            double bond = 0;
            double sum = 0;
            for (int site = 0; site < graph.sites(); site++) {
                sum += spin(state, site);
                for (int k = graph.start(site); k < graph.start(site) + graph.neighbours(site); k++) {
                    bond += graph.weights()[k] * spin(state, site) * spin(state, graph.others()[k]) / 2;
                }
            }
            double weight = Math.exp(couplings.at(0) * bond + couplings.at(1) * sum);
            z += weight;
            bonds += weight * bond;
            sites += weight * sum;
        }
        return new double[] {bonds / z, sites / z};
    }

    private static int spin(int state, int site) {
        return (state >>> site & 1) != 0 ? 1 : -1;
    }
}
