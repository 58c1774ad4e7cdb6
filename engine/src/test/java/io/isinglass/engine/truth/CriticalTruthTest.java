package io.isinglass.engine.truth;

import static io.isinglass.engine.Sampled.assertNear;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Plainly;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.Sampled.Run;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Published values at critical points, and numbers of other programs, within 4σ. */
class CriticalTruthTest {

    /** Two states are {@link Kaufman}'s: δ = (1 + s s′)/2 at twice the K. */
    @ParameterizedTest
    @CsvSource({"heat-bath, 0.35", "metropolis, 0.42"})
    void twoStatesOfPottsHaveKaufmansEnergy(String kernel, double k) {
        Pair pair = pair("potts", kernel, Map.of("q", 2));
        Lattice lattice = new Lattice(8, 8, Boundary.TORUS);
        Run run = new Run(new Cut(lattice, 2, 2), 4, 8000, new double[0]);
        Sampled ours = Sampled.by(pair, new Couplings(2 * k, 0), run);
        Kaufman truth = Kaufman.torus(8, 8, k);
        ours.assertNear(-1 + truth.u() / 2, "energy", 0.005);
        ours.assertNear(truth.c(), "specific_heat", 0.02);
    }

    /**
     * q = 3 at T_c = 1/ln(1 + √3): u_c = −(1 + 1/√3) (papers.md 8.2, by duality) as L → ∞. The energy comes to it as
     * L^(−(d − 1/ν)) with ν = 5/6, that is L^(−4/5): two lattices, of which one is twice the other, are extrapolated.
     */
    @Test
    void threeStatesOfPottsHaveThePublishedEnergyAtTheCriticalPoint() {
        double k = Math.log(1 + Math.sqrt(3));
        Pair pair = pair("potts", "heat-bath", Map.of("q", 3));
        Estimate small = energy(pair, new Couplings(k, 0), new Lattice(8, 8, Boundary.TORUS), 12_000);
        Estimate large = energy(pair, new Couplings(k, 0), new Lattice(16, 16, Boundary.TORUS), 10_000);
        assertNear(-(1 + 1 / Math.sqrt(3)), extrapolated(small, large, 0.8), "u_c", 0.015);
    }

    /** The 8 × 2 × 4 torus near the published K_c of the cubic lattice (papers.md 8.2), by its transfer matrix. */
    @ParameterizedTest
    @ValueSource(strings = {"heat-bath", "metropolis"})
    void spinsInThreeDimensionsHaveTheEnergyOfTheTransferMatrix(String kernel) {
        double k = 0.221654626;
        Pair pair = Pair.of("ising", kernel);
        Lattice lattice = pair.lattice(8, 2, 4, Boundary.TORUS);
        Sampled ours = Sampled.by(pair, new Couplings(k, 0, 0), Run.whole(lattice, 4, 8000));
        double step = 1e-3;
        double truth = -(logZ(k + step) - logZ(k - step)) / (2 * step) / 64;
        double square = (logZ(k + step) - 2 * logZ(k) + logZ(k - step)) / (step * step) / 64;
        ours.assertNear(truth, "energy", 0.01);
        ours.assertNear(k * k * square, "specific_heat", 0.02);
    }

    /** ln tr T⁸ over layers of 2 × 4 spins. */
    private static double logZ(double k) {
        Lattice layer = new Lattice(2, 4, Boundary.TORUS);
        double[] within = new double[256];
        for (int state = 0; state < 256; state++) {
            for (Plainly.Bond bond : Plainly.bonds(layer)) {
                within[state] += 1 - 2 * (state >>> bond.one() & 1 ^ state >>> bond.other() & 1);
            }
        }
        double[][] layers = new double[256][256];
        for (int one = 0; one < 256; one++) {
            for (int other = 0; other < 256; other++) {
                int between = 8 - 2 * Integer.bitCount(one ^ other);
                layers[one][other] = Math.exp(k * (between + (within[one] + within[other]) / 2));
            }
        }
        double[][] four = squared(squared(layers));
        double trace = 0;
        for (double[] row : four) {
            for (double each : row) {
                trace += each * each;
            }
        }
        return Math.log(trace);
    }

    /** The square of a symmetric matrix. */
    private static double[][] squared(double[][] matrix) {
        double[][] square = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                for (int k = 0; k < matrix.length; k++) {
                    square[i][j] += matrix[i][k] * matrix[j][k];
                }
            }
        }
        return square;
    }

    private static Estimate energy(Pair pair, Couplings couplings, Lattice lattice, int sweeps) {
        return Sampled.by(pair, couplings, Run.whole(lattice, 4, sweeps)).of("energy");
    }

    /** The limit of what comes to it as L^−p, from lattices of L and 2L. */
    private static Estimate extrapolated(Estimate small, Estimate large, double p) {
        double factor = Math.pow(2, p);
        double mean = (factor * large.mean() - small.mean()) / (factor - 1);
        double error = Math.hypot(factor * large.stderr(), small.stderr()) / (factor - 1);
        return new Estimate(mean, error, large.tau(), large.size());
    }

    /** papers.md 1c: the target action A₄ on the 4×4 torus, whose nearest and next-nearest neighbours pull alike. */
    @ParameterizedTest
    @CsvSource({
        "heat-bath, 1, 6.95535, 49.9987, 2.62601",
        "metropolis, 1, 6.95535, 49.9987, 2.62601",
        "heat-bath, 0.85, 6.08412, NaN, 2.45304",
        "heat-bath, 1.15, 7.82437, NaN, 2.78761"
    })
    void theFieldWithDiagonalsIsThatOfALongRunElsewhere(
            String kernel, double v, double square, double fourth, double order) {
        Pair pair = Pair.of("phi4-next", kernel);
        Lattice lattice = pair.lattice(1, 4, 4, Boundary.TORUS);
        Couplings couplings = new Couplings(1, v, 1.52425, 0.175, 0);
        Sampled ours = Sampled.by(pair, couplings, Run.whole(lattice, 4, 8000));
        ours.assertNear(square, "phi2", 0.03);
        ours.assertNear(order, "abs_magnetisation", 0.006);
        ours.assertNear(1, "virial", 0.06);
        if (!Double.isNaN(fourth)) {
            ours.assertNear(fourth, "phi4", 0.4);
            ours.assertNear(6.90064, "bond_density", 0.03);
            ours.assertNear(6.90032, "diagonal_density", 0.03);
            ours.assertNear(-8.25044, "action", 0.01);
        }
    }

    private static Pair pair(String model, String kernel, Map<String, Object> options) {
        Model made = Models.CATALOG.make(model, options);
        return new Pair(
                model, kernel, made, Kernels.CATALOG.make(kernel, Map.of()).apply(made));
    }
}
