package io.isinglass.engine.truth;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Plainly;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.Sampled.Run;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Wiring;
import io.isinglass.engine.lattice.Wirings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scalar fields without a quartic term, whose covariance is an inverse matrix: on any lattice and graph, within 4σ. */
class GaussianTruthTest {

    private static Run run(Lattice lattice) {
        return Run.whole(lattice, 4, 6000);
    }

    /** papers.md 8.3 in one and three dimensions: ⟨φ φ′⟩ = (1/V) Σ cos k · 1/(m² + 4 Σ sin² k/2), S/V = ½. */
    @ParameterizedTest
    @CsvSource({
        "heat-bath, 1, 1, 16, 0.5",
        "metropolis, 1, 1, 16, 0.5",
        "heat-bath, 4, 4, 4, 0.4",
        "metropolis, 4, 4, 4, 0.4",
        "heat-bath, 4, 2, 6, 1"
    })
    void theFreeFieldHasItsPropagatorInEveryDimension(String kernel, int depth, int rows, int columns, double mass) {
        Pair pair = Pair.of("phi4", kernel);
        Lattice lattice = pair.lattice(depth, rows, columns, Boundary.TORUS);
        double a = mass / 2 + lattice.dimensions();
        Sampled ours = Sampled.by(pair, new Couplings(1, a, 0, 0), run(lattice));
        double[] truth = propagators(lattice, 2 * a, 1, 0);
        ours.assertNear(truth[0], "phi2", 0.01);
        ours.assertNear(truth[1], "bond_density", 0.01);
        ours.assertNear(1 / mass, "magnetisation_squared", (double) lattice.sites(), 0.15);
        ours.assertNear(0.5, "action", 0.005);
        ours.assertNear(1, "virial", 0.01);
    }

    /** The same with diagonals of weight v. */
    @ParameterizedTest
    @CsvSource({
        "heat-bath, 1, 6, 4, 1, 0.5",
        "metropolis, 1, 6, 4, 1, 0.5",
        "heat-bath, 1, 4, 8, 0.7, -0.4",
        "heat-bath, 4, 4, 4, 0.5, 0.25",
        "metropolis, 4, 4, 4, -0.5, 0.25"
    })
    void withDiagonalsTheFreeFieldHasItsPropagator(
            String kernel, int depth, int rows, int columns, double w, double v) {
        Pair pair = Pair.of("phi4-next", kernel);
        Lattice lattice = pair.lattice(depth, rows, columns, Boundary.TORUS);
        double a = (Math.abs(w) * lattice.strongest(0) + Math.abs(v) * lattice.strongest(1)) / 2 + 0.4;
        Couplings couplings = new Couplings(w, v, a, 0, 0);
        pair.model().check(couplings, lattice);
        Sampled ours = Sampled.by(pair, couplings, Run.whole(lattice, 4, depth == 1 ? 4000 : 1000));
        double[] truth = propagators(lattice, 2 * a, w, v);
        ours.assertNear(truth[0], "phi2", 0.02);
        ours.assertNear(truth[1], "bond_density", 0.02);
        ours.assertNear(truth[2], "diagonal_density", 0.02);
        ours.assertNear(0.5, "action", 0.01);
        ours.assertNear(1, "virial", 0.02);
    }

    /** ⟨φ²⟩ and the means of ⟨φ φ′⟩ over bonds and diagonals, of precision {@code own} − w Σ 2 cos k − v Σ 2 cos(k ± k′). */
    private static double[] propagators(Lattice lattice, double own, double w, double v) {
        int[] lengths = {lattice.depth(), lattice.rows(), lattice.columns()};
        double[] sums = new double[3];
        for (int site = 0; site < lattice.sites(); site++) {
            int row = site / lattice.columns();
            int[] at = {row / lattice.rows(), row % lattice.rows(), site % lattice.columns()};
            double near = 0;
            double across = 0;
            int axes = 0;
            int planes = 0;
            for (int i = 0; i < 3; i++) {
                double cosine = Math.cos(2 * Math.PI * at[i] / lengths[i]);
                near += lengths[i] > 1 ? cosine : 0;
                axes += lengths[i] > 1 ? 1 : 0;
                for (int j = 0; j < i; j++) {
                    boolean plane = lengths[i] > 1 && lengths[j] > 1;
                    across += plane ? 2 * cosine * Math.cos(2 * Math.PI * at[j] / lengths[j]) : 0;
                    planes += plane ? 2 : 0;
                }
            }
            double power = 1 / (own - 2 * w * near - 2 * v * across) / lattice.sites();
            sums[0] += power;
            sums[1] += power * near / axes;
            sums[2] += planes == 0 ? 0 : power * across / planes;
        }
        return sums;
    }

    /** b = n = 0: the covariance is the inverse of the precision matrix, the mean that times the linear terms. */
    @ParameterizedTest
    @CsvSource({"heat-bath, one", "metropolis, one", "heat-bath, gaussian", "metropolis, plus-minus"})
    void theGaussianNetworkHasTheInverseOfItsPrecision(String kernel, String weights) {
        Wiring layers = Wirings.CATALOG.make("layers", Map.of("visible", 4, "weights", weights, "seed", 5));
        Lattice box = new Lattice(1, 7, Boundary.OPEN);
        Lattice lattice = new Lattice(1, 1, 7, Boundary.OPEN, layers.bonds(box, 1, _ -> ""));
        Pair pair = Pair.of("phi4-network", kernel);
        double w = 0.45;
        Couplings couplings = new Couplings(w, 0.3, 0.9, 0, -0.2, 1.1, 0);
        pair.model().check(couplings, lattice);
        Sampled ours = Sampled.by(pair, couplings, Run.whole(lattice, 4, 12_000));

        double[][] precision = new double[7][7];
        double[] linear = new double[7];
        for (int site = 0; site < 7; site++) {
            precision[site][site] = site < 4 ? 2 * 0.9 : 2 * 1.1;
            linear[site] = site < 4 ? 0.3 : -0.2;
        }
        for (Plainly.Bond bond : Plainly.bonds(lattice)) {
            precision[bond.one()][bond.other()] = -w * bond.weight();
            precision[bond.other()][bond.one()] = -w * bond.weight();
        }
        double[][] covariance = inverse(precision);
        double[] sums = new double[5];
        double[] mean = new double[7];
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                mean[i] += covariance[i][j] * linear[j];
            }
            sums[i < 4 ? 0 : 1] += mean[i];
            sums[i < 4 ? 2 : 3] += covariance[i][i] + mean[i] * mean[i];
        }
        for (Plainly.Bond bond : Plainly.bonds(lattice)) {
            sums[4] += bond.weight() * (covariance[bond.one()][bond.other()] + mean[bond.one()] * mean[bond.other()]);
        }
        ours.assertNear(sums[0] / 4, "visible", 0.015);
        ours.assertNear(sums[1] / 3, "hidden", 0.015);
        ours.assertNear(sums[2] / 4, "visible_phi2", 0.02);
        ours.assertNear(sums[3] / 3, "hidden_phi2", 0.02);
        ours.assertNear(sums[4] / 12, "bond_density", 0.02);
        ours.assertNear(1, "virial", 0.015);
    }

    /** Gauss and Jordan's elimination; the matrix is positive definite. */
    private static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            inverse[i][i] = 1;
        }
        for (int pivot = 0; pivot < n; pivot++) {
            double scale = 1 / matrix[pivot][pivot];
            for (int j = 0; j < n; j++) {
                matrix[pivot][j] *= scale;
                inverse[pivot][j] *= scale;
            }
            for (int i = 0; i < n; i++) {
                double factor = matrix[i][pivot];
                for (int j = 0; i != pivot && j < n; j++) {
                    matrix[i][j] -= factor * matrix[pivot][j];
                    inverse[i][j] -= factor * inverse[pivot][j];
                }
            }
        }
        return inverse;
    }

    /** Quartic networks, on two layers and on the two colours of a lattice: Schwinger and Dyson's identity. */
    @ParameterizedTest
    @ValueSource(strings = {"heat-bath", "metropolis"})
    void theVirialOfANetworkIsOneASite(String kernel) {
        Pair pair = Pair.of("phi4-network", kernel);
        Couplings couplings = new Couplings(0.8, 0.2, -0.5, 0.3, -0.1, 0.4, 0.25);
        for (Lattice lattice : List.of(new Lattice(3, 5, Boundary.OPEN), pair.lattice(1, 4, 4, Boundary.TORUS))) {
            Sampled.by(pair, couplings, run(lattice)).assertNear(1, "virial", 0.025);
        }
    }

    /**
     * ⟨F⟩ of a free field is 1/(m² + 4 sin² k/2) and χ is 1/m²: so the second-moment correlation length is 1/m on every
     * lattice.
     */
    @ParameterizedTest
    @CsvSource({"8, 6, 1", "12, 4, 0.5"})
    void theCorrelationLengthOfAFreeFieldIsOneOverItsMass(int rows, int columns, double mass) {
        Model model = Models.CATALOG.make("phi4", Map.of("waves", 1));
        Pair pair = new Pair(
                "phi4",
                "heat-bath",
                model,
                Kernels.CATALOG.make("heat-bath", Map.of()).apply(model));
        Lattice lattice = new Lattice(rows, columns, Boundary.TORUS);
        Sampled ours = Sampled.by(pair, new Couplings(1, 2 + mass / 2, 0, 0), run(lattice));
        double wave = 2 * Math.sin(Math.PI / rows);
        ours.assertNear(1 / (mass + wave * wave), "structure_factor", 0.1);
        ours.assertNear(1 / Math.sqrt(mass), "correlation_length", 0.05);
    }
}
