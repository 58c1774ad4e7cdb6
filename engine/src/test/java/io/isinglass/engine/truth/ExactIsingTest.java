package io.isinglass.engine.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracles agree with each other and with published values, before they judge anything. */
class ExactIsingTest {

    static final double CRITICAL = Math.log(1 + Math.sqrt(2)) / 2;

    @ParameterizedTest
    @CsvSource({
        "4, 4, 0.97011971617221, -1.5656237876383, 0.78326682592891",
        "8, 8, 0.93971532482921, -1.4915891074397, 1.1455592398944",
        "16, 16, 0.93219631498099, -1.4530648528135, 1.4987049594",
        "32, 32, 0.93032039018412, -1.4336584661462, 1.8467675900",
        "8, 16, 0.93528601171359, -1.4568639873807, 1.3068774187"
    })
    void kaufmanGivesThePublishedValuesAtTheCriticalPoint(int n, int m, double logZ, double u, double c) {
        Kaufman ours = Kaufman.torus(n, m, CRITICAL);
        assertEquals(logZ, ours.logZ(), 1e-11);
        assertEquals(u, ours.u(), 1e-10);
        assertEquals(c, ours.c(), 1e-8);
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.79055907095712, -0.70449907176966, 0.28629021616601",
        "0.4, 0.87937334742494, -1.1072916609775, 0.8858125010662",
        "0.5, 1.0264697144673, -1.7455645270346, 0.72487397819868"
    })
    void kaufmanGivesThePublishedValuesOn32By32(double k, double logZ, double u, double c) {
        Kaufman ours = Kaufman.torus(32, 32, k);
        assertEquals(logZ, ours.logZ(), 1e-11);
        assertEquals(u, ours.u(), 1e-10);
        assertEquals(c, ours.c(), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.3, 0.4, 0.44068679350977147, 0.5, 0.6})
    void enumerationAndKaufmanAgree(double k) {
        Enumeration states = Enumeration.of(new Lattice(4, 4, Boundary.TORUS), k, 0, 0, new double[16]);
        Kaufman kaufman = Kaufman.torus(4, 4, k);
        assertEquals(kaufman.logZ(), states.logZ() / 16, 1e-11);
        assertEquals(kaufman.u(), -states.means()[0] / 16, 1e-10);
        assertEquals(kaufman.c(), k * k * states.bondVariance() / 16, 1e-10);
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.520358002971, 0.357646796941, 0.225624555847",
        "0.44068679350977147, 0.843860444813, 0.761358908569, 0.665691213267",
        "0.5, 0.918943267402, 0.868921681642, 0.804530078689"
    })
    void enumerationGivesThePublishedMoments(double k, double absMean, double square, double fourth) {
        Enumeration states = Enumeration.of(new Lattice(4, 4, Boundary.TORUS), k, 0, 0, new double[16]);
        assertEquals(absMean, states.absMean(), 1e-11);
        assertEquals(square, states.square(), 1e-11);
        assertEquals(fourth, states.fourth(), 1e-11);
        assertEquals(0, states.means()[1], 1e-11);
    }

    @Test
    void enumerationKnowsFieldsAndOpenEdges() {
        // Independent spins, then a chain of four around a square: Z = (2 cosh h)^N and (2 cosh K)^4 + (2 sinh K)^4.
        Enumeration free = Enumeration.of(new Lattice(3, 3, Boundary.OPEN), 0, 0.3, 0, new double[9]);
        assertEquals(9 * Math.log(2 * Math.cosh(0.3)), free.logZ(), 1e-12);
        assertEquals(9 * Math.tanh(0.3), free.means()[1], 1e-12);
        Enumeration ring = Enumeration.of(new Lattice(2, 2, Boundary.OPEN), 0.7, 0, 0, new double[4]);
        double z = Math.pow(2 * Math.cosh(0.7), 4) + Math.pow(2 * Math.sinh(0.7), 4);
        assertEquals(Math.log(z), ring.logZ(), 1e-12);
        double[] evidence = {0.5, -1, 2, 0};
        Enumeration seen = Enumeration.of(new Lattice(2, 2, Boundary.OPEN), 0, 0, 0.6, evidence);
        double truth = 0.5 * Math.tanh(0.3) + Math.tanh(0.6) + 2 * Math.tanh(1.2);
        assertEquals(truth, seen.means()[2], 1e-12);
    }
}
