package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's main command, with a folder for its numbers: a silhouette is restored while K and p are learned. */
class RestoreIT {

    private static final double FLIP = 0.2;

    private static Outcome outcome;

    @BeforeAll
    static void restore(@TempDir Path scratch) throws Exception {
        String command = Readme.blocks().getFirst().strip();
        assertTrue(command.contains("isinglass run restore.yaml"), command);
        Readme.Shell shell = new Readme(scratch).run(List.of(command + " --out restored\n"));
        assertEquals(0, shell.code(), shell.said());
        outcome = Outcome.in(scratch.resolve("restored"));
        assertEquals("finished", outcome.text("state"));
    }

    @Test
    void atMostEightPixelsInAThousandAreWrong() {
        assertTrue(outcome.value("site_error") <= 0.008, "site_error " + outcome.value("site_error"));
        assertTrue(outcome.value("site_error") > 0.0062 / 2, "far below the exact maximum a posteriori is too good");
    }

    @Test
    void theNoiseIsLearned() {
        assertEquals(FLIP, outcome.value("flip_rate"), 0.01);
        assertTrue(outcome.error("flip_rate") < 0.005, "flip_rate ± " + outcome.error("flip_rate"));
    }

    @Test
    void theFreeChainIsInEquilibriumAtWhatWasLearned() {
        double exact = onsager(outcome.value("bond_coupling"));
        double error = outcome.error("free.bond_density");
        assertEquals(exact, outcome.value("free.bond_density"), 3 * error, "Onsager's bond density, ± " + error);
        assertTrue(error > 0 && error <= 2e-4, "free.bond_density ± " + error);
    }

    /** −u/2 of the infinite lattice: u = −coth 2K (1 + 2/π (2 tanh² 2K − 1) 𝒦(k)), k = 2 sinh 2K / cosh² 2K. */
    private static double onsager(double coupling) {
        double tanh = Math.tanh(2 * coupling);
        double modulus = 2 * Math.sinh(2 * coupling) / Math.pow(Math.cosh(2 * coupling), 2);
        // The complete elliptic integral of the first kind by the arithmetic-geometric mean: π / 2 agm(1, k′).
        double a = 1;
        double b = Math.sqrt((1 - modulus) * (1 + modulus));
        while (Math.abs(a - b) > 1e-15) {
            double mean = (a + b) / 2;
            b = Math.sqrt(a * b);
            a = mean;
        }
        return (1 + (2 * tanh * tanh - 1) / a) / (2 * tanh);
    }

    @Test
    void onsagersFormulaHereIsOnsagersFormula() {
        assertEquals(
                Math.sqrt(0.5), onsager(Math.log(1 + Math.sqrt(2)) / 2 * (1 + 1e-12)), 1e-9, "at the critical point");
        assertEquals(Math.tanh(0.01), onsager(0.01), 1e-5, "independent bonds where K is small");
        assertEquals(1, onsager(3), 1e-9, "all alike where K is large");
    }
}
