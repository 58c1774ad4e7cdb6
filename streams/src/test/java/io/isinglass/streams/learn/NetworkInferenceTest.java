package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.SweptLattice;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.Knowledge;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a network says of records, against the sum over all states under the tensors that it gives away. */
class NetworkInferenceTest {

    private static final int SITES = 6;
    private static final int LAGS = 2;
    private static final int LEVELS = 3;
    private static final double NONE = Double.NaN;

    private static final int RECORDS_LEARNED = 120;
    private static final Knowledge KNOWN =
            learned(SITES, RECORDS_LEARNED).knowledge().orElseThrow();

    /** Records in which neighbours like to be alike, and like the record before. */
    private static List<Frame> frames(int sites, int count) {
        SplittableRandom lot = new SplittableRandom(4);
        List<Frame> frames = new ArrayList<>();
        double[] before = new double[sites];
        for (int at = 0; at < count; at++) {
            int level = at % LEVELS;
            double[] now = new double[sites];
            double last = 0;
            for (int site = 0; site < sites; site++) {
                double lean = 0.8 * last + 0.4 * before[site] + 0.2 * level - 0.1;
                now[site] = lot.nextDouble() < 1 / (1 + Math.exp(-2 * lean)) ? 1 : -1;
                last = now[site];
            }
            frames.add(frame(at, now));
            before = now;
        }
        return frames;
    }

    private static Frame frame(int at, double... seen) {
        return new Frame(at, "r" + at, 0, seen, Optional.empty(), List.of(at % LEVELS), at > 0, List.of());
    }

    private static Network learned(int sites, int count) {
        Task task = new Task(
                Examples.complete(sites),
                new Ising(),
                new Couplings(1, 0, 1),
                Start.DISORDERED,
                1,
                Optional.of(new Schema(List.of(), List.of(new Schema.Factor("hour", LEVELS)))),
                new Noise(5));
        Network network = new Network(task, LAGS, 0, count, 1e4);
        learn(network, sites, new Batch(0, frames(sites, count), 0, 1));
        return network;
    }

    private static Lesson learn(Network network, int sites, Batch batch) {
        Order order = new Order(
                batch.epoch(),
                2,
                network.start().couplings(),
                List.of(
                        Change.of(0, Optional.of(Start.DISORDERED), Optional.empty()),
                        Change.of(1, Optional.of(Start.DISORDERED), Optional.empty())),
                false,
                false,
                false);
        return network.learn(new SweptLattice(Examples.complete(sites), new Ising(), 2, 3).sample(order), batch);
    }

    private static double[] tensor(String name) {
        return KNOWN.parameters().stream()
                .map(parameter -> parameter.tensor())
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow()
                .values();
    }

    /** ½ s J s + s (h + level + lags), term by term. */
    private static double exponent(double[] now, int level, double[][] before) {
        double sum = 0;
        double[] coupling = tensor("coupling");
        double[] ends = tensor("bond_sites");
        for (int bond = 0; bond < coupling.length; bond++) {
            sum += coupling[bond] * now[(int) ends[2 * bond]] * now[(int) ends[2 * bond + 1]];
        }
        for (int site = 0; site < SITES; site++) {
            sum += now[site] * (tensor("field")[site] + tensor("level")[site * LEVELS + level]);
        }
        double[] pairs = tensor("neighbour_sites");
        for (int lag = 1; lag <= before.length; lag++) {
            for (int site = 0; site < SITES; site++) {
                sum += now[site] * tensor("lag_" + lag + "_self")[site] * before[lag - 1][site];
            }
            for (int at = 0; at < pairs.length / 2; at++) {
                sum += now[(int) pairs[2 * at]] * tensor("lag_" + lag)[at] * before[lag - 1][(int) pairs[2 * at + 1]];
            }
        }
        return sum;
    }

    private static List<double[]> states(double[] seen) {
        return IntStream.range(0, 1 << SITES)
                .mapToObj(state -> IntStream.range(0, SITES)
                        .mapToDouble(site -> (state >> site & 1) * 2 - 1)
                        .toArray())
                .filter(state -> IntStream.range(0, SITES)
                        .allMatch(site -> Double.isNaN(seen[site]) || seen[site] == state[site]))
                .toList();
    }

    private static Question question(
            Inference to, List<double[]> records, int level, double[][] before, String... outputs) {
        int count = records.size();
        int sites = records.getFirst().length;
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(Tensor.reals(
                "record", records.stream().flatMapToDouble(Arrays::stream).toArray(), count, sites));
        inputs.add(Tensor.wholes(
                "hour", IntStream.generate(() -> level).limit(count).toArray(), count));
        for (int lag = 1; lag <= before.length; lag++) {
            double[] same = before[lag - 1];
            inputs.add(Tensor.reals(
                    "lag-" + lag,
                    IntStream.range(0, count * sites)
                            .mapToDouble(k -> same[k % sites])
                            .toArray(),
                    count,
                    sites));
        }
        return Question.of(to, inputs, List.of(outputs), 0);
    }

    private static double[] asked(List<double[]> records, int level, double[][] before, String output) {
        Inference to = KNOWN.inference().orElseThrow();
        return to.infer(question(to, records, level, before, output)).getFirst().values();
    }

    private static final double[][] BEFORE = {{1, -1, 0, 0.5, -1, 1}, {-1, -1, 1, 0, 0, 1}};
    private static final List<double[]> RECORDS = List.of(
            new double[] {1, NONE, -1, NONE, 1, 1},
            new double[] {NONE, NONE, NONE, NONE, NONE, NONE},
            new double[] {1, -1, -1, 1, 1, -1},
            new double[] {NONE, 1, 1, 1, -1, NONE});

    @Test
    void whatIsMissingIsAsLikelyAsTheSumOverItsStatesSays() {
        for (int back = 0; back <= LAGS; back++) {
            double[][] before = Arrays.copyOf(BEFORE, back);
            double[] probabilities = asked(RECORDS, 2, before, NetworkInference.PROBABILITY);
            double[] energies = asked(RECORDS, 2, before, NetworkInference.ENERGY);
            for (int record = 0; record < RECORDS.size(); record++) {
                double sum = 0;
                double[] up = new double[SITES];
                for (double[] state : states(RECORDS.get(record))) {
                    double weight = Math.exp(exponent(state, 2, before));
                    sum += weight;
                    for (int site = 0; site < SITES; site++) {
                        up[site] += state[site] > 0 ? weight : 0;
                    }
                }
                for (int site = 0; site < SITES; site++) {
                    assertEquals(up[site] / sum, probabilities[record * SITES + site], 1e-12);
                }
                assertEquals(-Math.log(sum), energies[record], 1e-12);
            }
        }
        assertArrayEquals(new double[4 * SITES], asked(RECORDS, 2, BEFORE, NetworkInference.ERROR));
    }

    /** Five thousand draws of one record with two values missing: each state as often as it is likely. */
    @Test
    void samplesAreDrawnByTheirProbabilities() {
        int count = 5000;
        double[] seen = RECORDS.getFirst();
        double[] samples = asked(Collections.nCopies(count, seen), 1, BEFORE, NetworkInference.SAMPLE);
        List<double[]> states = states(seen);
        double sum = states.stream()
                .mapToDouble(state -> Math.exp(exponent(state, 1, BEFORE)))
                .sum();
        for (double[] state : states) {
            double expected = Math.exp(exponent(state, 1, BEFORE)) / sum;
            long found = IntStream.range(0, count)
                    .filter(k -> Arrays.equals(state, Arrays.copyOfRange(samples, k * SITES, (k + 1) * SITES)))
                    .count();
            double error = Math.sqrt(expected * (1 - expected) / count);
            assertEquals(expected, (double) found / count, 4 * error);
            assertTrue(error < 0.01);
        }
    }

    /** The next record is as well foreseen as the run itself says when it has learned from it, the first that it scores. */
    @Test
    void logLossIsWhatTheRunTellsOfTheNextRecord() {
        for (double[] next : List.of(RECORDS.get(2), RECORDS.get(0))) {
            Network network = learned(SITES, RECORDS_LEARNED);
            List<Frame> before = frames(SITES, RECORDS_LEARNED);
            double[][] seen = {
                before.getLast().seen(), before.get(RECORDS_LEARNED - 2).seen()
            };
            int level = RECORDS_LEARNED % LEVELS;
            double asked = asked(List.of(next), level, seen, NetworkInference.LOG_LOSS)[0];
            Lesson lesson = learn(network, SITES, new Batch(1, frame(RECORDS_LEARNED, next), 0, 1));
            double told = lesson.readings().stream()
                    .filter(reading -> reading.key().equals("log_loss"))
                    .findFirst()
                    .orElseThrow()
                    .estimate()
                    .mean();

            assertEquals(told, asked, 1e-12);
        }
    }

    /** Chains of independent beginnings, against all states, over ten seeds. */
    @Test
    void manyMissingSpinsAreSampledWithAnHonestError() {
        SplittableRandom lot = new SplittableRandom(9);
        int spins = 10;
        double[] fields = IntStream.range(0, spins)
                .mapToDouble(_ -> lot.nextDouble(-0.5, 0.5))
                .toArray();
        double[][] full = new double[spins][spins];
        int[][] others = new int[spins][];
        double[][] couplings = new double[spins][];
        for (int one = 0; one < spins; one++) {
            int own = one;
            others[one] =
                    IntStream.range(0, spins).filter(other -> other != own).toArray();
            for (int other = 0; other < one; other++) {
                full[one][other] = lot.nextDouble(-0.5, 0.5);
                full[other][one] = full[one][other];
            }
        }
        for (int one = 0; one < spins; one++) {
            double[] row = full[one];
            couplings[one] =
                    Arrays.stream(others[one]).mapToDouble(other -> row[other]).toArray();
        }
        MissingSpins missing = new MissingSpins(fields, others, couplings);
        double[] exact = missing.said(new Noise(0), 0).up();
        double squares = 0;
        for (int seed = 0; seed < 10; seed++) {
            MissingSpins.Said said = missing.sampled(new Noise(seed), 3);
            for (int spin = 0; spin < spins; spin++) {
                double sigmas = (said.up()[spin] - exact[spin]) / said.errors()[spin];
                assertEquals(0, sigmas, 4.5, "spin " + spin + " under seed " + seed);
                assertTrue(said.errors()[spin] < 0.02, "it can see a bias of one part in fifty");
                squares += sigmas * sigmas;
            }
        }
        assertEquals(1, squares / (10 * spins), 0.5, "errors are as large as they are said to be");
    }

    @Test
    void theEnergyOfTooManyMissingIsRefusedAndLeftOutWhereItWasNotNamed() {
        int sites = MissingSpins.MOST_EXACT + 1;
        Inference to = learned(sites, 20).knowledge().orElseThrow().inference().orElseThrow();
        double[] seen = new double[sites];
        Arrays.fill(seen, NONE);
        Question named = question(to, List.of(seen), 0, new double[0][], NetworkInference.ENERGY);

        assertEquals(
                "energy is known where at most 12 values are missing, not with 13 as in record 0",
                assertThrows(Refused.class, () -> to.infer(named)).getMessage());
        List<String> told = to.infer(question(to, List.of(seen), 0, new double[0][])).stream()
                .map(Tensor::name)
                .toList();
        assertEquals(List.of("probability", "probability_error", "sample", "expectation", "log_loss"), told);
    }

    @Test
    void aGapBetweenRecordsIsRefused() {
        Inference to = KNOWN.inference().orElseThrow();
        Tensor record = Tensor.reals("record", new double[] {1, 1, 1, 1, 1, 1}, 1, SITES);
        Tensor late = Tensor.reals("lag-2", new double[SITES], 1, SITES);
        Question question = Question.of(to, List.of(record, late, Tensor.wholes("hour", new int[1], 1)), List.of(), 0);
        assertEquals(
                "lag-2 must not be given without lag-1",
                assertThrows(Refused.class, () -> to.infer(question)).getMessage());
    }
}
