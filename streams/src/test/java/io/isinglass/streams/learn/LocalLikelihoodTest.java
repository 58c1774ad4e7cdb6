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
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.SweptLattice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records of a theory on a torus of 4 x 4 sites each of whose bonds and sites has couplings of its own. */
class LocalLikelihoodTest {

    private static final int SITES = 16;
    private static final int BONDS = 2 * SITES;
    private static final int CHAINS = 64;
    private static final int EPOCHS = 400;

    private static final Lattice TORUS = torus();

    private static Lattice torus() {
        List<Graph.Bond> bonds = new ArrayList<>();
        for (int site = 0; site < SITES; site++) {
            bonds.add(new Graph.Bond(site, site / 4 * 4 + (site + 1) % 4, 1));
            bonds.add(new Graph.Bond(site, (site + 4) % SITES, 1));
        }
        return new Lattice(1, 1, SITES, Boundary.OPEN, new Graph(SITES, bonds));
    }

    private static Task task(Lattice lattice) {
        return new Task(
                lattice,
                new Phi4(1.5),
                new Couplings(0.2, 1, 0.3, 0),
                Start.DISORDERED,
                OptionalLong.of(EPOCHS),
                Optional.of(Schema.PLAIN),
                new Noise(5));
    }

    /** w, a, b and r of the theory that the records are of: b of site 3 is as given. */
    private static double[] truth(double third) {
        double[] truth = new double[BONDS + 3 * SITES];
        for (int k = 0; k < truth.length; k++) {
            double wave = Math.sin(1 + 2.3 * k);
            truth[k] = k < BONDS
                    ? 0.3 + 0.2 * wave
                    : k < BONDS + SITES ? 0.9 + 0.4 * wave : k < BONDS + 2 * SITES ? 0.3 + 0.1 * wave : 0.2 * wave;
        }
        truth[BONDS + SITES + 3] = third;
        return truth;
    }

    private static List<Change> begin(int epoch) {
        return epoch > 0
                ? List.of()
                : IntStream.range(0, CHAINS)
                        .mapToObj(chain -> Change.of(chain, Optional.of(Start.DISORDERED), Optional.empty()))
                        .toList();
    }

    private static double[] parameters(Couplings couplings) {
        double[] parameters = new double[BONDS + 3 * SITES];
        System.arraycopy(couplings.bonds(), 0, parameters, 0, BONDS);
        System.arraycopy(couplings.sites(), 0, parameters, BONDS, 3 * SITES);
        return parameters;
    }

    /** What a learner says after each of 400 batches of 64 records, of which some values may be blotted out. */
    private static List<Lesson> run(double[] truth, UnaryOperator<double[]> blot, Map<String, Object> options) {
        Task task = task(TORUS);
        Learner learner = Learners.CATALOG.make("local-likelihood", options).apply(task);
        Couplings theirs = new LocalTerms(task, "test", 4).couplings(truth);
        SweptLattice teacher = new SweptLattice(TORUS, task.model(), CHAINS, 11);
        SweptLattice swept = new SweptLattice(TORUS, task.model(), CHAINS, 7);
        List<Lesson> lessons = new ArrayList<>();
        ChainCouplings at = learner.start().couplings();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            List<Frame> frames = new ArrayList<>();
            Order drawn = new Order(epoch, 8, ChainCouplings.all(theirs), begin(epoch), false, true, false);
            for (float[] field : teacher.sample(drawn).fields()) {
                double[] seen = IntStream.range(0, SITES)
                        .mapToDouble(site -> field[site])
                        .toArray();
                frames.add(new Frame((long) epoch * CHAINS + frames.size(), "", 0, blot.apply(seen), Optional.empty()));
            }
            Order order = new Order(epoch, 4, at, begin(epoch), false, true, false);
            lessons.add(learner.learn(swept.sample(order), new Batch(epoch, frames, 0, 1)));
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

    /** How far a kind of parameters is off, in units of the error that is told. */
    private static double off(List<Lesson> run, double[] truth, int kind) {
        double[] found = parameters(run.getLast().next().couplings().shared());
        int from = kind == 0 ? 0 : BONDS + (kind - 1) * SITES;
        int to = kind == 0 ? BONDS : from + SITES;
        double square = IntStream.range(from, to)
                .mapToDouble(k -> (found[k] - truth[k]) * (found[k] - truth[k]))
                .average()
                .orElseThrow();
        return Math.sqrt(square)
                / last(run, "error." + LocalTerms.NAMES.get(kind)).mean();
    }

    @Test
    void everyCouplingIsFoundAsWellAsIsTold() {
        double[] truth = truth(0.3);
        List<Lesson> run = run(truth, seen -> seen, Map.of("chains", CHAINS));
        double[] bounds = {0.03, 0.08, 0.04, 0.03};
        for (int kind = 0; kind < bounds.length; kind++) {
            String name = LocalTerms.NAMES.get(kind);
            double off = off(run, truth, kind);
            assertTrue(off > 0.55 && off < 1.5, name + " is off by " + off + " of its errors");
            double error = last(run, "error." + name).mean();
            assertTrue(error < bounds[kind], "the error of " + name + " is " + error);
            Estimate average = last(run, "at." + name);
            assertTrue(average.stderr() > 0 && average.stderr() < error, average.toString());
        }
        assertEquals((double) CHAINS * EPOCHS, last(run, "records").mean());
    }

    /** A tenth of all values is missing, by chance: they are drawn, and no record is lost. */
    @Test
    void whatIsMissingIsDrawn() {
        double[] truth = truth(0.3);
        Dice dice = new Noise(3).dice(0, 0, 0);
        int[] row = new int[1];
        List<Lesson> run = run(
                truth,
                seen -> {
                    dice.row(row[0]++);
                    return IntStream.range(0, SITES)
                            .mapToDouble(site -> dice.uniform(site, 0) < 0.1 ? Double.NaN : seen[site])
                            .toArray();
                },
                Map.of("chains", CHAINS));
        for (int kind = 0; kind < LocalTerms.NAMES.size(); kind++) {
            double off = off(run, truth, kind);
            assertTrue(off > 0.55 && off < 1.8, LocalTerms.NAMES.get(kind) + " is off by " + off + " of its errors");
        }
        double missing = SITES * last(run, "records").mean() / 10;
        assertEquals(missing, last(run, "drawn").mean(), 5 * Math.sqrt(missing));
    }

    @Test
    void bIsHeldWhereItWouldFallTooLow() {
        double[] truth = truth(0.02);
        List<Lesson> run = run(truth, seen -> seen, Map.of("chains", CHAINS, "b_min", 0.15));
        double[] found = parameters(run.getLast().next().couplings().shared());
        assertEquals(0.15, found[BONDS + SITES + 3]);
        for (int site = 0; site < SITES; site++) {
            double b = found[BONDS + SITES + site];
            assertTrue(b >= 0.15, "b of " + site + " is " + b);
            assertTrue(site == 3 || b > 0.15 || truth[BONDS + SITES + site] < 0.27, "b of " + site + " is held, too");
        }
        double held = found[BONDS + 3];
        assertTrue(held < truth[BONDS + 3] - 0.1, "a makes up for b where that is held: " + held);
    }

    @Test
    void asksForWhatItCanDo() {
        Task plain = task(new Lattice(4, 4, Boundary.TORUS));
        assertThrows(
                Refused.class,
                () -> Learners.CATALOG.make("local-likelihood", Map.of()).apply(plain));
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(Map.of("b_min", 0), Map.of("chains", 1))) {
            assertThrows(Refused.class, () -> Learners.CATALOG.make("local-likelihood", wrong), wrong.toString());
        }
    }
}
