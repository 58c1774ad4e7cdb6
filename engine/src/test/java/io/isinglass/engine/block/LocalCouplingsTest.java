package io.isinglass.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.kernel.Metropolis;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Couplings of the bonds of a graph do what weights of these bonds do. */
class LocalCouplingsTest {

    private static final int SITES = 7;
    private static final Couplings ISING = new Couplings(0.8, 0.1, 0);
    private static final Couplings PHI4 = new Couplings(0.5, 1.5, 0.2, 0);

    private static double weight(int one, int other) {
        return 0.3 * Math.sin(5 * one + 3 * other);
    }

    private static Graph graph(boolean weighted) {
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int one = 0; one < SITES; one++) {
            for (int other = one + 1; other < SITES; other++) {
                if ((one + other) % 3 != 0) {
                    bonds.add(new Graph.Bond(one, other, weighted ? weight(one, other) : 1));
                }
            }
        }
        return new Graph(SITES, bonds);
    }

    /** By the numbers of the bonds. */
    private static double[] local(Graph graph) {
        double[] local = new double[graph.count()];
        for (int site = 0; site < SITES; site++) {
            for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                int other = graph.others()[at];
                local[graph.bond(at)] = weight(Math.min(site, other), Math.max(site, other));
            }
        }
        return local;
    }

    static Stream<Arguments> kernels() {
        Phi4 phi4 = new Phi4(1, false);
        return Stream.of(
                Arguments.of(new HeatBath(new Ising()), ISING),
                Arguments.of(new Metropolis(new Ising()), ISING),
                Arguments.of(new HeatBath(phi4), PHI4));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theyActAsWeights(Kernel kernel, Couplings couplings) {
        Graph plain = graph(false);
        ChainCouplings local = ChainCouplings.all(couplings.withBonds(local(plain)));

        assertEquals(run(kernel, graph(true), ChainCouplings.all(couplings)), run(kernel, plain, local));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void withoutThemBondsHaveTheirOwnWeightsAgain(Kernel kernel, Couplings couplings) {
        Graph plain = graph(false);
        double[] ones = new double[plain.count()];
        Arrays.fill(ones, 1);
        Mosaic ended = mosaic(kernel, plain);
        Mosaic alike = mosaic(kernel, plain);
        ended.run(3, ChainCouplings.all(couplings.withBonds(local(plain))));
        alike.run(3, ChainCouplings.all(couplings.withBonds(local(plain))));

        assertEquals(
                sums(alike.run(4, ChainCouplings.all(couplings.withBonds(ones)))),
                sums(ended.run(4, ChainCouplings.all(couplings))));
    }

    private static List<List<Long>> run(Kernel kernel, Graph graph, ChainCouplings couplings) {
        return sums(mosaic(kernel, graph).run(20, couplings));
    }

    private static Mosaic mosaic(Kernel kernel, Graph graph) {
        Lattice lattice = new Lattice(1, 1, SITES, Boundary.OPEN, graph);
        var model = kernel instanceof HeatBath(var conditional) ? conditional : ((Metropolis) kernel).model();
        Mosaic mosaic = new Mosaic(
                new Cut(lattice, 1, 1), new Dynamics(model, Kernels.fastest(kernel, lattice), new Noise(9)), 3);
        for (int chain = 0; chain < 3; chain++) {
            mosaic.restart(chain, Start.DISORDERED);
        }
        return mosaic;
    }

    private static List<List<Long>> sums(List<Series> series) {
        return series.stream()
                .map(each -> Arrays.stream(each.sums()).boxed().toList())
                .toList();
    }

    @Test
    void bondsThatTheGraphDoesNotHaveAreRefused() {
        Mosaic mosaic = mosaic(new HeatBath(new Ising()), graph(false));
        ChainCouplings wrong = ChainCouplings.all(ISING.withBonds(new double[3]));

        assertEquals(
                "couplings of 3 bonds; only a graph has local ones, one for each of its bonds",
                assertThrows(IllegalArgumentException.class, () -> mosaic.run(1, wrong))
                        .getMessage());
    }
}
