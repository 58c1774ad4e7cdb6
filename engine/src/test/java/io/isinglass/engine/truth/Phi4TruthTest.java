package io.isinglass.engine.truth;

import static io.isinglass.engine.Sampled.assertNear;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.Sampled.Run;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Couplings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scalar field against quadrature, the free propagator and the Schwinger–Dyson identity, within 4σ. */
class Phi4TruthTest {

    private static final Lattice SMALL = new Lattice(4, 4, Boundary.TORUS);

    /** Exact on the 4×4 torus, by a transfer matrix with Gauss quadrature at each site. */
    @ParameterizedTest
    @CsvSource({
        "heat-bath, 1.52425, 0.175, 0.8519407, 1.4110653, 0.6462217, 0.6215033, 0.2530636",
        "metropolis, 1.52425, 0.175, 0.8519407, 1.4110653, 0.6462217, 0.6215033, 0.2530636",
        "heat-bath, 1.65, 0.125, 0.866485, 1.52180, 0.655075, 0.628786, 0.309775",
        "metropolis, 1.65, 0.125, 0.866485, 1.52180, 0.655075, 0.628786, 0.309775",
        "heat-bath, 2.125, 0.025, 0.4085253, 0.4823921, 0.1961179, 0.1704370, 0.4879402",
        "metropolis, 2.125, 0.025, 0.4085253, 0.4823921, 0.1961179, 0.1704370, 0.4879402"
    })
    void fourByFourIsAsTheQuadratureSays(
            String kernel, double a, double b, double square, double fourth, double bond, double order, double action) {
        Run run = new Run(new Cut(SMALL, 2, 2), 8, 16_000, new double[0]);
        Sampled ours = Sampled.by(Pair.of("phi4", kernel), new Couplings(1, a, b, 0), run);
        ours.assertNear(square, "phi2", 0.009);
        ours.assertNear(fourth, "phi4", 0.025);
        ours.assertNear(bond, "bond_density", 0.009);
        ours.assertNear(order, "magnetisation_squared", 0.009);
        ours.assertNear(action, "action", 0.003);
        ours.assertNear(1, "virial", 0.006);
        ours.assertNear(0, "magnetisation", 0.04);
    }

    /** Row 1 by 4·10⁷ sweeps of another program, whose own errors count too. */
    @ParameterizedTest
    @ValueSource(strings = {"heat-bath", "metropolis"})
    void theOrderParameterIsThatOfALongRunElsewhere(String kernel) {
        Sampled ours =
                Sampled.by(Pair.of("phi4", kernel), new Couplings(1, 1.52425, 0.175, 0), Run.whole(SMALL, 8, 16_000));
        assertNear(0.72011, with(0.00014, ours.of("abs_magnetisation")), "|M|", 0.007);
        assertNear(0.58238, with(0.00027, ours.of("magnetisation_fourth")), "M^4", 0.02);
        assertNear(0.49737, with(0.00009, ours.of("binder")), "U4", 0.006);
        assertNear(0.56620, with(0.0001, ours.of("action_variance")), "V var S/V", 0.008);
        assertNear(16 * (0.6215033 - 0.72011 * 0.72011), with(0.004, ours.of("susceptibility")), "chi", 0.03);
    }

    private static Estimate with(double error, Estimate ours) {
        return new Estimate(ours.mean(), Math.hypot(error, ours.stderr()), ours.tau(), ours.size());
    }

    /** b = 0: ⟨φ²⟩ = G(0), ⟨φφ′⟩ = G(1,0), V⟨M²⟩ = 1/m², ⟨S⟩ = V/2, of which the table's values are a second witness. */
    @ParameterizedTest
    @CsvSource({
        "heat-bath, 4, 1, 0.263492063492, 0.079365079365, 0.03",
        "metropolis, 4, 1, 0.263492063492, 0.079365079365, 0.03",
        "heat-bath, 8, 0.25, 0.385501189089, 0.159595013407, 0.12",
        "metropolis, 8, 0.25, 0.385501189089, 0.159595013407, 0.25",
        "heat-bath, 16, 0.1, 0.456834935169, 0.218255808549, 0.7"
    })
    void theFreeFieldHasItsPropagator(
            String kernel, int length, double mass, double published0, double published1, double sharpness) {
        assertEquals(published0, propagator(length, mass, 0), 1e-11);
        assertEquals(published1, propagator(length, mass, 1), 1e-11);
        Lattice lattice = new Lattice(length, length, Boundary.TORUS);
        Couplings couplings = new Couplings(1, (mass + 4) / 2, 0, 0);
        Sampled ours =
                Sampled.by(Pair.of("phi4", kernel), couplings, Run.whole(lattice, 4, length == 16 ? 5000 : 12_000));
        ours.assertNear(published0, "phi2", 0.009);
        ours.assertNear(published1, "bond_density", 0.009);
        ours.assertNear(1 / mass, "magnetisation_squared", length * length, sharpness);
        ours.assertNear(0.5, "action", 0.003);
        ours.assertNear(1, "virial", 0.009);
    }

    /** G(x, 0) on the torus. */
    private static double propagator(int length, double mass, int x) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                double k = Math.PI * i / length;
                double q = Math.PI * j / length;
                double lattice = 4 * (Math.pow(Math.sin(k), 2) + Math.pow(Math.sin(q), 2));
                sum += Math.cos(2 * k * x) / (mass + lattice);
            }
        }
        return sum / length / length;
    }

    /** A free field in a uniform source: ⟨φ⟩ = r/m². */
    @ParameterizedTest
    @ValueSource(strings = {"heat-bath", "metropolis"})
    void aSourceShiftsTheFreeField(String kernel) {
        Sampled ours = Sampled.by(Pair.of("phi4", kernel), new Couplings(1, 2.5, 0, -0.75), Run.whole(SMALL, 4, 8000));
        ours.assertNear(-0.75, "magnetisation", 0.008);
        ours.assertNear(0.263492063492 + 0.5625, "phi2", 0.015);
        ours.assertNear(1, "virial", 0.009);
    }

    /** Nothing of a torus is left in it: the Schwinger–Dyson identity on an odd, open lattice, in every phase. */
    @ParameterizedTest
    @CsvSource({"0.8, -0.3, 0.4, 0.1", "-0.5, 1, 0.2, -0.4", "0.3, 0.9, 0, 0.5"})
    void theVirialIsOneASiteOnOpenLattices(double w, double a, double b, double r) {
        Cut cut = new Cut(new Lattice(3, 5, Boundary.OPEN), 3, 1);
        for (String kernel : new String[] {"heat-bath", "metropolis"}) {
            Sampled ours = Sampled.by(
                    Pair.of("phi4", kernel), new Couplings(w, a, b, r), new Run(cut, 4, 6000, new double[0]));
            ours.assertNear(1, "virial", 0.015);
        }
    }
}
