package io.isinglass.engine.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.isinglass.engine.catalog.Refused;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    static Stream<Kernel> kernelsOfFields() {
        Phi4 phi4 = new Phi4(1, false);
        return Stream.of(
                new HeatBath(phi4),
                new Metropolis(phi4),
                Kernels.CATALOG.make("over-relaxation", Map.of()).apply(phi4));
    }

    /** Two parts without a bond between them: with factors of their own each is what it is by itself under these. */
    @ParameterizedTest
    @MethodSource("kernelsOfFields")
    void factorsOfSitesActAsCouplingsOfTheirPart(Kernel kernel) {
        double[] factors = new double[3 * 8];
        for (int at = 0; at < factors.length; at++) {
            factors[at] = at % 8 < 4 ? 1 : new double[] {0.5, 2, 4}[at / 8];
        }
        Couplings one = new Couplings(0.5, 1.5, 0.25, 0.1);
        Couplings other = new Couplings(0.5, 0.75, 0.5, 0.4);

        double[][] both = fields(kernel, one.withSites(factors));
        assertArrayEquals(Arrays.copyOf(fields(kernel, one)[0], 4), Arrays.copyOf(both[0], 4));
        assertArrayEquals(Arrays.copyOfRange(fields(kernel, other)[0], 4, 8), Arrays.copyOfRange(both[0], 4, 8));
        double action = 0;
        for (int k = 0; k < 4; k++) {
            action -= one.at(k) * both[1][k];
        }
        double sum = 0;
        for (int site = 0; site < 8; site++) {
            double phi = both[0][site];
            Couplings own = site < 4 ? one : other;
            double next = site % 4 == 3 ? 0 : both[0][site + 1];
            sum += -0.5 * phi * next + own.at(1) * phi * phi + own.at(2) * phi * phi * phi * phi - own.at(3) * phi;
        }
        assertEquals(sum, action, 1e-12, "terms are measured with the factors");
    }

    /** The field after some sweeps on two chains of four, and the sums that were measured last. */
    private static double[][] fields(Kernel kernel, Couplings couplings) {
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int site = 0; site < 7; site++) {
            if (site != 3) {
                bonds.add(new Graph.Bond(site, site + 1, 1));
            }
        }
        Lattice lattice = new Lattice(1, 1, 8, Boundary.OPEN, new Graph(8, bonds));
        Phi4 phi4 = new Phi4(1, false);
        Mosaic mosaic = new Mosaic(
                new Cut(lattice, 1, 1), new Dynamics(phi4, Kernels.fastest(kernel, lattice), new Noise(9)), 1);
        mosaic.restart(0, Start.DISORDERED);
        Series series = mosaic.run(20, couplings).getFirst();
        double[] field = new double[8];
        for (int site = 0; site < 8; site++) {
            field[site] = mosaic.tiles().getFirst().field(0).at(0, 0, site);
        }
        return new double[][] {field, series.row(19)};
    }

    @Test
    void factorsOfSitesThatNothingKnowsAreRefused() {
        Mosaic spins = mosaic(new HeatBath(new Ising()), graph(false));
        Couplings local = ISING.withSites(new double[2 * SITES]);
        assertThrows(IllegalArgumentException.class, () -> spins.run(1, ChainCouplings.all(local)));

        Mosaic fields = mosaic(new HeatBath(new Phi4(1)), graph(false));
        Couplings wrong = PHI4.withSites(new double[5]);
        assertThrows(IllegalArgumentException.class, () -> fields.run(1, ChainCouplings.all(wrong)));

        Lattice torus = new Lattice(4, 4, Boundary.TORUS);
        Couplings onTorus = PHI4.withSites(new double[48]);
        assertThrows(Refused.class, () -> new Phi4(1).check(onTorus, torus));
    }

    @Test
    void couplingsOfEveryKindAreReadAsTheyWereWritten() throws IOException {
        Couplings sites = PHI4.withSites(new double[] {1, 2, -0.5});
        for (Couplings each :
                List.of(PHI4, PHI4.withBonds(new double[] {3}), sites, sites.withBonds(new double[] {4}))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            each.save(new DataOutputStream(bytes));
            assertEquals(each, Couplings.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
        }
        ByteArrayOutputStream old = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(old);
        out.writeInt(-1);
        out.writeDouble(0.5);
        out.writeInt(1);
        out.writeDouble(3);
        assertEquals(
                new Couplings(0.5).withBonds(new double[] {3}),
                Couplings.load(new DataInputStream(new ByteArrayInputStream(old.toByteArray()))),
                "as it was written before sites had any");
    }
}
