package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.SweptLattice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The actions of Bachtis, Aarts and Lucini (2021) on a torus of 4 x 4 sites, learned with a coupling for each bond and site. */
class LocalActionTest {

    private static final int CHAINS = 256;

    private static Lattice torus(boolean diagonals, DoubleSupplier weights) {
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int site = 0; site < 16; site++) {
            bonds.add(new Graph.Bond(site, at(site, 0, 1), weights.getAsDouble()));
            bonds.add(new Graph.Bond(site, at(site, 1, 0), weights.getAsDouble()));
            if (diagonals) {
                bonds.add(new Graph.Bond(site, at(site, 1, 1), 1));
                bonds.add(new Graph.Bond(site, at(site, 1, 3), 1));
            }
        }
        return new Lattice(1, 1, 16, Boundary.OPEN, new Graph(16, bonds));
    }

    private static int at(int site, int down, int right) {
        return (site / 4 + down) % 4 * 4 + (site + right) % 4;
    }

    private static String diagonals() {
        return IntStream.range(0, 16)
                .boxed()
                .flatMap(site -> List.of(at(site, 1, 1), at(site, 1, 3)).stream()
                        .map(other -> Math.min(site, other) + "-" + Math.max(site, other)))
                .collect(Collectors.joining(" "));
    }

    private static List<Lesson> run(Lattice lattice, Map<String, Object> options, int epochs, int sweeps) {
        Task task = new Task(
                lattice,
                new Phi4(1.5),
                new Couplings(1, 1.52425, 0.175, 0),
                Start.ORDERED,
                epochs,
                Optional.empty(),
                new Noise(5));
        Learner learner = Learners.CATALOG.make("local-action", options).apply(task);
        SweptLattice swept =
                new SweptLattice(lattice, task.model(), learner.chains().size(), 7);
        List<Lesson> lessons = new ArrayList<>();
        ChainCouplings at = learner.start().couplings();
        for (int epoch = 0; epoch < epochs; epoch++) {
            Batch batch = Batch.none(epoch);
            List<Change> changes = epoch > 0
                    ? List.of()
                    : IntStream.range(0, learner.chains().size())
                            .mapToObj(chain -> Change.of(chain, Optional.of(Start.ORDERED), Optional.empty()))
                            .toList();
            Order order = new Order(epoch, sweeps, at, changes, false, learner.looks(batch), false);
            lessons.add(learner.learn(swept.sample(order), batch));
            at = lessons.getLast().next().couplings();
        }
        return lessons;
    }

    private static Estimate last(List<Lesson> run, String key) {
        return run.getLast().readings().stream()
                .filter(reading -> reading.key().equals(key))
                .findFirst()
                .orElseThrow()
                .estimate();
    }

    /** A₃, and the same with bonds that are all different: 64 couplings, started elsewhere and each elsewhere. */
    @ParameterizedTest
    @CsvSource({"0, 0.6, 1.8, 0.3", "0, 1.2, 1, 0.4", "0.8, 0.5, 2, 0.1"})
    void anActionOfTheFamilyIsFoundInOneStep(double different, double w, double a, double b) {
        int[] asked = new int[1];
        Lattice lattice = torus(false, () -> 1 + different * Math.sin(asked[0]++));
        Map<String, Object> options =
                Map.of("begin", "w=%s a=%s b=%s".formatted(w, a, b), "scatter", 0.3, "chains", CHAINS);
        List<Lesson> run = run(lattice, options, 6, 5);

        List<Couplings> path = run.stream()
                .map(lesson -> lesson.next().couplings().shared())
                .distinct()
                .toList();
        Graph graph = (Graph) lattice.bonds();
        for (int at = 0; at < graph.others().length; at++) {
            assertEquals(graph.weights()[at], path.getLast().bonds()[graph.bond(at)], 1e-8, "w of " + at);
        }
        for (int site = 0; site < 16; site++) {
            assertEquals(1.52425, path.getLast().sites()[site], 1e-8, "a of " + site);
            assertEquals(0.175, path.getLast().sites()[16 + site], 1e-8, "b of " + site);
        }
        Couplings first = path.get(1);
        assertEquals(path.getLast().bonds()[0], first.bonds()[0], 1e-8, "the first step was the only one");
        assertTrue(last(run, "target.kl").mean() < 1e-10, last(run, "target.kl").toString());
    }

    /**
     * A₄ has diagonals, the theory has none. The best uniform couplings are 0.0593(2) nats from it, as an independent program
     * has found and {@link KnownActionTest} does: 𝓕 − F_A, so that 𝓕 itself compares as these do.
     */
    @Test
    void localCouplingsComeAsCloseAsUniformOnes() {
        Map<String, Object> options =
                Map.of("begin", "w=1.3 a=-0.2 b=0.21", "scatter", 0.05, "left_out", diagonals(), "chains", 1024);
        List<Lesson> run = run(torus(true, () -> 1), options, 60, 15);

        Estimate apart = last(run, "target.kl");
        double error = Math.sqrt(apart.stderr() * apart.stderr() + 0.0002 * 0.0002);
        assertTrue(apart.mean() <= 0.0593 + 2 * error, apart.toString());
        assertTrue(error < 0.003, "the test can see a twentieth of it: " + error);
        assertTrue(apart.mean() > 0.04, "nor can 64 couplings be better by much: " + apart);
        assertTrue(
                last(run, "target.ess").mean() > 0.85, last(run, "target.ess").toString());
    }

    @Test
    void asksForWhatItCanDo() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("begin", "K=1"), Map.of("begin", "b=-1"), Map.of("left_out", "0-9"), Map.of("scatter", 1))) {
            assertThrows(Refused.class, () -> run(torus(false, () -> 1), wrong, 4, 1), wrong.toString());
        }
    }
}
