package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.MeanField;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import io.isinglass.streams.metric.Meter;
import io.isinglass.streams.metric.Row;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedTest {

    private static final Lattice EIGHT = new Lattice(8, 8, Boundary.TORUS);

    private static Task task(Lattice lattice, double k, Start start) {
        return new Task(lattice, new Ising(), new Couplings(k, 0, 0), start, 100, Optional.empty(), new Noise(3));
    }

    /** The last row of each key of a run of so many chains. */
    private static Map<String, Row> rows(Task task, int chains, int epochs, int sweeps, long warmup, long seed) {
        List<Learned> run =
                Runs.of(task, given -> new Fixed(given, chains), Runs.blind(epochs), new Pace(sweeps, 0, 0), seed);
        List<Chain> named = new Fixed(task, chains).chains();
        Meter meter = new Meter("run", task.lattice(), task.model(), named, warmup, Clock.systemUTC());
        Map<String, Row> last = new HashMap<>();
        run.forEach(learned -> meter.rows(learned).forEach(row -> last.put(row.key(), row)));
        return last;
    }

    private static List<Double> ratios(Map<String, Row> rows) {
        return rows.values().stream()
                .filter(row -> row.key().startsWith("r_hat."))
                .map(Row::value)
                .toList();
    }

    @Test
    void oneChainHasNoNameAndSeveralBeginByTurns() {
        Task task = task(EIGHT, 0.3, Start.DISORDERED);

        assertEquals(List.of(new Chain("", Start.DISORDERED, false)), new Fixed(task, 1).chains());
        assertEquals(
                List.of(
                        new Chain("c0", Start.DISORDERED, false, true, true),
                        new Chain("c1", Start.ORDERED, false, true, true),
                        new Chain("c2", Start.DISORDERED, false, true, true)),
                new Fixed(task, 3).chains());
        assertEquals("c63", new Fixed(task, 64).chains().getLast().name());
        assertEquals("c00", new Fixed(task, 64).chains().getFirst().name());
        assertTrue(new Fixed(task(EIGHT, 0.3, Start.EVIDENCE), 4)
                .chains().stream().allMatch(chain -> chain.start() == Start.EVIDENCE));
    }

    @Test
    void severalChainsOfWhatIsNotSampledAreRefused() {
        Task bound = new Task(
                EIGHT, new MeanField(), new Couplings(0.3, 0), Start.ORDERED, 9, Optional.empty(), new Noise(1));

        assertEquals(1, new Fixed(bound, 1).chains().size());
        Refused refused = assertThrows(Refused.class, () -> new Fixed(bound, 2));
        assertEquals("options.chains", refused.path());
        assertTrue(refused.getMessage().endsWith(", was 2"), refused.getMessage());
    }

    @Test
    void oneChainIsToldAloneAndUnderPlainKeys() {
        Map<String, Row> rows = rows(task(EIGHT, 0.3, Start.ORDERED), 1, 3, 10, 0, 1);

        assertTrue(rows.keySet().stream().noneMatch(key -> key.contains(".")), rows.keySet()::toString);
    }

    @Test
    void chainsStuckInOppositeStatesDisagreeInWhatDiffersAndInNothingElse() {
        Map<String, Row> rows = rows(task(EIGHT, 0.8, Start.ORDERED), 2, 60, 20, 10, 3);

        assertTrue(rows.get("c0.magnetisation").value() > 0.9);
        assertTrue(rows.get("c1.magnetisation").value() < -0.9, "this seed's disordered chain falls to the other side");
        assertTrue(rows.get("r_hat.magnetisation").value() > 2, rows.get("r_hat.magnetisation")::toString);
        assertTrue(rows.get("r_hat.magnetisation").size() < 10, "few independent measurements of it");
        assertTrue(rows.get("r_hat.energy").value() < 1.02, "both have the same energy");
        assertTrue(rows.get("r_hat.energy").size() > 100);
        assertEquals(0, rows.get("magnetisation").value(), 0.05);
    }

    @Test
    void wellMixedChainsAgreeAndTheirMeanIsTheTruth() {
        int chains = 4;
        Map<String, Row> rows = rows(task(FourByFour.LATTICE, 0.2, Start.DISORDERED), chains, 100, 50, 5, 7);

        assertEquals(7, ratios(rows).size(), "one for each direct observable");
        ratios(rows).forEach(ratio -> assertEquals(1, ratio, 0.02));
        double truth = new FourByFour(0.2, 0).bondDensity();
        Row mean = rows.get("bond_density");
        assertEquals(truth, mean.value(), 4 * mean.stderr());
        assertTrue(mean.stderr() < 0.005, "the test can see a bias of one part in fifty: " + mean);
        double squares = 0;
        for (int chain = 0; chain < chains; chain++) {
            double error = rows.get("c" + chain + ".bond_density").stderr();
            squares += error * error;
        }
        assertEquals(Math.sqrt(squares) / chains, mean.stderr(), 1e-12);
    }

    /** With ξ = 1/(ln coth K − 2K) = 1.6 an ordered field is forgotten within some ten sweeps. */
    @ParameterizedTest
    @CsvSource({"0, true", "200, false"})
    void burnInSeesAChainThatBeganOrderedAndNoneThatHasForgotten(int warmup, boolean seen) {
        int epochs = 300;
        Map<String, Row> rows =
                rows(task(new Lattice(32, 32, Boundary.TORUS), 0.3, Start.ORDERED), 1, warmup + epochs, 1, warmup, 5);
        Row score = rows.get("burn_in_z");
        Row epochsOut = rows.get("burn_in");

        assertEquals(0, score.stderr());
        assertEquals(0, epochsOut.stderr());
        assertEquals(seen, score.value() > 5, score::toString);
        if (seen) {
            assertTrue(epochsOut.value() >= 5 && epochsOut.value() <= 60, epochsOut::toString);
        }
    }
}
