package io.isinglass.engine.truth;

import io.isinglass.engine.Pair;
import io.isinglass.engine.Sampled;
import io.isinglass.engine.Sampled.Run;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains, whose partition functions are sums of powers: closed forms, within 4σ. */
class ChainTruthTest {

    private static Run run(int sites, Boundary boundary, int blocks) {
        Lattice chain = new Lattice(1, 1, sites, boundary, Bonds.NEAREST);
        return new Run(new Cut(chain, 1, blocks), 4, 8000, new double[0]);
    }

    /*
     * Metropolis moves a wall between two domains of spins always, and always onward; it makes and ends walls in pairs that
     * part. So on a ring at h = 0 it never changes how many more of them go one way: a ring is not for it.
     */

    /** papers.md 8.1: ⟨s s′⟩ of the ring of 16 at K = ½ is (t + t¹⁵)/(1 + t¹⁶), t = tanh K. */
    @Test
    void theRingOfSpinsHasItsEnergy() {
        Pair pair = Pair.of("ising", "heat-bath");
        Sampled ours = Sampled.by(pair, new Couplings(0.5, 0, 0), run(16, Boundary.TORUS, 4));
        ours.assertNear(0.4621245184730, "bond_density", 0.005);
        ours.assertNear(-0.4621245184730, "energy", 0.005);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heat-bath", "metropolis"})
    void theOpenChainOfSpinsHasIndependentBonds(String kernel) {
        double t = Math.tanh(0.5);
        Sampled ours = Sampled.by(Pair.of("ising", kernel), new Couplings(0.5, 0, 0), run(15, Boundary.OPEN, 3));
        ours.assertNear(t, "bond_density", 0.005);
        ours.assertNear(-t * 14 / 15, "energy", 0.005);
    }

    /** An open chain of rotors is a walk of independent steps: ⟨cos⟩ = I₁(K)/I₀(K). */
    @ParameterizedTest
    @CsvSource({"heat-bath, 1.3", "metropolis, 1.3", "heat-bath, -4", "metropolis, 0.2"})
    void theOpenChainOfRotorsHasIndependentBonds(String kernel, double k) {
        Sampled ours = Sampled.by(Pair.of("xy", kernel), new Couplings(k, 0), run(7, Boundary.OPEN, 7));
        ours.assertNear(bessel(1, k) / bessel(0, k), "bond_density", 0.01);
        // An open chain answers to no twist.
        ours.assertNear(0, "helicity", 0.01);
    }

    /**
     * The ring's Z under a twist φ is Σ I_n(K)^N cos nφ: at φ = 0 it gives the energy, and by −∂²ln Z/∂φ² = ⟨n²⟩ the helicity
     * modulus Υ = N⟨n²⟩/K.
     */
    @ParameterizedTest
    @CsvSource({"heat-bath, 4, 1.5", "metropolis, 4, 1.5", "heat-bath, 8, 3", "heat-bath, 2, 0.7"})
    void theRingOfRotorsHasItsEnergyAndHelicity(String kernel, int sites, double k) {
        double z = 0;
        double slope = 0;
        double winding = 0;
        for (int n = -30; n <= 30; n++) {
            double power = Math.pow(bessel(Math.abs(n), k), sites - 1);
            double derivative = (bessel(Math.abs(n - 1), k) + bessel(Math.abs(n + 1), k)) / 2;
            z += power * bessel(Math.abs(n), k);
            slope += power * derivative;
            winding += n * n * power * bessel(Math.abs(n), k);
        }
        Sampled ours = Sampled.by(Pair.of("xy", kernel), new Couplings(k, 0), run(sites, Boundary.TORUS, 2));
        ours.assertNear(slope / z, "bond_density", 0.01);
        ours.assertNear(sites * winding / z / k, "helicity", 0.02);
        ours.assertNear(0, "T4", 1.0 / sites, 0.05);
    }

    /** I_n(x) by its integral over a whole period, for which the trapezoidal rule is as good as exact. */
    private static double bessel(int n, double x) {
        double sum = 0;
        for (int k = 0; k < 400; k++) {
            double angle = 2 * Math.PI * k / 400;
            sum += Math.exp(x * Math.cos(angle)) * Math.cos(n * angle) / 400;
        }
        return sum;
    }
}
