package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other shipped specs, as shipped, against truths that need no program of ours. */
class TruthIT {

    private static final double SIGMAS = 4;

    @TempDir
    private Path folder;

    @Test
    void theMeanFieldIsThatOfTheSelfConsistentEquation() throws Exception {
        Outcome outcome = run("mean-field.yaml");
        assertEquals(0.957504024077, outcome.value("magnetisation"), 1e-9, "m = tanh 4Km at K = 1/2");
        assertEquals(1.019671067987, outcome.value("elbo"), 1e-9);
        assertEquals(0, outcome.error("elbo"), "it stands still");
    }

    @Test
    void theCriticalIsingModelHasKaufmansEnergyAndSpecificHeat() throws Exception {
        Outcome outcome = run("ising-critical.yaml");
        check(outcome, "energy", -1.4336584661462, 0.003);
        check(outcome, "specific_heat", 1.8467675900, 0.05);
    }

    @Test
    void thePhi4FieldObeysTheVirialIdentity() throws Exception {
        check(run("phi4.yaml"), "virial", 1, 0.01);
    }

    private static void check(Outcome outcome, String key, double exact, double largestError) {
        double error = outcome.error(key);
        assertEquals(exact, outcome.value(key), SIGMAS * error, key + " ± " + error);
        assertTrue(error > 0 && error <= largestError, key + " ± " + error);
    }

    private Outcome run(String spec) throws Exception {
        Program.Ended ended = Program.run(folder, "run", spec, "--out", "out");
        assertEquals(0, ended.code(), ended.all());
        return Outcome.in(folder.resolve("out"));
    }
}
