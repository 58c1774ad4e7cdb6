package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.memory.Saved;
import io.isinglass.engine.model.Ising;
import io.isinglass.streams.SweptLattice;
import io.isinglass.streams.learn.Features.Ties;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.Parameter;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What whole records tell of few spins, beside sums over all states that are taken another way. */
class JointBeliefTest {

    private static final int SITES = 5;
    private static final Lattice COMPLETE = Examples.complete(SITES);
    private static final Graph GRAPH = (Graph) COMPLETE.bonds();
    private static final Features FEATURES = new Features(GRAPH, 0, 0);

    /** Spins each of which leans to the one before, and the first to +1. */
    private static List<double[]> records(int count, double lean) {
        SplittableRandom lot = new SplittableRandom(8);
        List<double[]> records = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            double[] seen = new double[SITES];
            for (int site = 0; site < SITES; site++) {
                double pull = site == 0 ? 0.3 : lean * seen[site - 1];
                seen[site] = lot.nextDouble() < 1 / (1 + Math.exp(-2 * pull)) ? 1 : -1;
            }
            records.add(seen);
        }
        return records;
    }

    private static Belief[] apart(Ties ties) {
        return IntStream.range(0, SITES)
                .mapToObj(site -> FullBelief.of(FEATURES.prior(site, ties)))
                .toArray(Belief[]::new);
    }

    private static JointBelief joint(List<double[]> records) {
        JointBelief joint = new JointBelief(GRAPH, FEATURES);
        records.forEach(joint::add);
        return joint;
    }

    /** In the order of all states: fields, then couplings pair by pair. */
    private static double[] parameters(AllStates states, Belief[] beliefs) {
        double[] parameters = new double[SITES * (SITES + 1) / 2];
        for (int site = 0; site < SITES; site++) {
            parameters[site] = beliefs[site].mean(0);
            for (int k = 0; k < GRAPH.neighbours(site); k++) {
                int other = GRAPH.others()[GRAPH.start(site) + k];
                double mean = beliefs[site].mean(1 + k);
                int at = states.pair(site, other);
                assertTrue(parameters[at] == 0 || parameters[at] == mean, "both ends believe the same");
                parameters[at] = mean;
            }
        }
        return parameters;
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 4", "200, 2, 4", "200, 0.4, 0.25", "5000, 1.2, 4"})
    void theMostProbableAreThoseOfSumsOverAllStates(int count, double lean, double strength) {
        List<double[]> records = records(count, lean);
        Ties ties = new Ties(strength, false);
        AllStates states = new AllStates(SITES);
        double[] precisions = new double[SITES * (SITES + 1) / 2];
        Arrays.fill(precisions, (SITES - 1) / 0.0625 / strength / strength);
        Arrays.fill(precisions, 0, SITES, 1);

        assertArrayEquals(
                states.mostLikely(records, precisions),
                parameters(states, joint(records).beliefs(apart(ties), ties).orElseThrow()),
                1e-4 / Math.sqrt(count));
    }

    /** ln p of records and parameters, where the couplings of a site have something in common. */
    private static double height(AllStates states, double[] parameters, List<double[]> records, Ties ties) {
        int others = SITES - 1;
        double own = ties.strength() * ties.strength() * 0.0625 / others;
        double common = 4.0 / others / others;
        double height = -Arrays.stream(states.losses(parameters, records)).sum();
        for (int site = 0; site < SITES; site++) {
            int one = site;
            double[] of = IntStream.range(0, SITES)
                    .filter(other -> other != one)
                    .mapToDouble(other -> parameters[states.pair(one, other)])
                    .toArray();
            double mean = Arrays.stream(of).average().orElseThrow();
            double scatter = Arrays.stream(of).map(x -> (x - mean) * (x - mean)).sum();
            // Along what they have in common the variance is own + others common, and own across; a half for each end.
            height -= (scatter / own + others * mean * mean / (own + others * common)) / 4;
            height -= parameters[site] * parameters[site] / 2;
        }
        return height;
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "2000, 0.25"})
    void noOtherParametersAreMoreProbable(int count, double strength) {
        List<double[]> records = records(count, 0.7);
        Ties ties = new Ties(strength, true);
        AllStates states = new AllStates(SITES);
        double[] top =
                parameters(states, joint(records).beliefs(apart(ties), ties).orElseThrow());
        double best = height(states, top, records, ties);
        double step = 1e-3;
        for (int k = 0; k < top.length; k++) {
            double[] more = top.clone();
            double[] less = top.clone();
            more[k] += step;
            less[k] -= step;
            double up = height(states, more, records, ties) - best;
            double down = height(states, less, records, ties) - best;
            assertTrue(up < 0 && down < 0, k + ": " + up + ", " + down);
            assertEquals(0, (up - down) / (up + down), 2e-2, "parameter " + k);
        }
    }

    /** Without fields and couplings but one all products are independent: a coupling is known as its own records tell. */
    @Test
    void errorsAreThoseOfWhatIsKnown() {
        List<double[]> records = new ArrayList<>();
        for (int state = 0; state < 1 << SITES; state++) {
            double[] seen = new double[SITES];
            for (int site = 0; site < SITES; site++) {
                seen[site] = (state >> site & 1) * 2 - 1;
            }
            // 3 in 4 have equal spins 0 and 1.
            for (int times = 0; times < (seen[0] == seen[1] ? 30 : 10); times++) {
                records.add(seen);
            }
        }
        Ties ties = new Ties(4, false);
        Belief[] beliefs = joint(records).beliefs(apart(ties), ties).orElseThrow();
        double prior = (SITES - 1) / 0.0625 / 16;
        double mean = Math.tanh(beliefs[0].mean(1));

        assertEquals(records.size() * (0.5 - mean), prior * beliefs[0].mean(1), 1e-3, "the slope is that of the prior");
        assertEquals(1 / (records.size() * (1 - mean * mean) + prior), beliefs[0].variance(1), 1e-9);
        assertEquals(1 / (records.size() + prior), beliefs[2].variance(4), 1e-9);
        // s0 and s1 go together as tanh J.
        double det = Math.pow(records.size() + 1, 2) - Math.pow(records.size() * mean, 2);
        assertEquals((records.size() + 1) / det, beliefs[0].variance(0), 1e-9);
    }

    private static Network network(double drift) {
        Task task = Examples.task(COMPLETE, 5);
        return new Network(task, 0, drift, 0, 1e4);
    }

    private static List<Frame> frames(List<double[]> records) {
        return IntStream.range(0, records.size())
                .mapToObj(at -> new Frame(at, "r" + at, 0, records.get(at), Optional.empty()))
                .toList();
    }

    private static double[] learned(Network network, List<Frame> frames, int together) {
        double[] bonds = new double[0];
        for (int from = 0; from < frames.size(); from += together) {
            Batch batch = new Batch(0, frames.subList(from, Math.min(frames.size(), from + together)), 0, 1);
            Order order = new Order(0, 4, network.start().couplings(), List.of(), false, false, false);
            Sample sample = new SweptLattice(COMPLETE, new Ising(), 2, 3).sample(order);
            bonds = network.learn(sample, batch).next().couplings().shared().bonds();
        }
        double[] fields =
                network.evidence(0, new Batch(1, frames.getLast(), 0, 1)).orElseThrow();
        double[] all = Arrays.copyOf(bonds, bonds.length + fields.length);
        System.arraycopy(fields, 0, all, bonds.length, fields.length);
        return all;
    }

    @Test
    void aNetworkTellsWhatWholeRecordsTellHoweverManyAtOnceAndRemembersThem() {
        List<Frame> frames = frames(records(300, 2));
        Network network = network(0);
        double[] one = learned(network, frames, 300);
        Network taken = network(0);
        Saved.of(network).into(taken);

        assertArrayEquals(tensor(network, "field"), tensor(taken, "field"), 0);
        assertArrayEquals(one, learned(network(0), frames, 7), 0);
        assertArrayEquals(learned(network, frames.subList(0, 40), 40), learned(taken, frames.subList(0, 40), 40), 0);
        assertArrayEquals(Saved.of(network).bytes(), Saved.of(taken).bytes());
    }

    /** In bonds, fields and in what it says of records that it is asked about; errors are those of what is known together. */
    @Test
    void aNetworkTellsTheMostProbableInWhateverItTells() {
        List<double[]> records = records(300, 2);
        Network network = network(0);
        double[] told = learned(network, frames(records), 300);
        Ties ties = new Ties(4, false);
        Belief[] joint = joint(records).beliefs(apart(ties), ties).orElseThrow();
        AllStates states = new AllStates(SITES);
        double[] top = parameters(states, joint);
        double[] bonds = Arrays.copyOfRange(top, SITES, top.length);
        double[] fields = Arrays.copyOf(top, SITES);

        assertArrayEquals(bonds, Arrays.copyOf(told, bonds.length), 1e-6);
        assertArrayEquals(fields, Arrays.copyOfRange(told, bonds.length, told.length), 1e-6);
        assertArrayEquals(fields, tensor(network, "field"), 1e-6);
        assertEquals(Math.sqrt(joint[0].variance(1)), tensor(network, "coupling_error")[0], 1e-6);
        assertEquals(Math.sqrt(joint[3].variance(0)), tensor(network, "field_error")[3], 1e-6);
        double[] record = {1, -1, -1, 1, 1};
        Inference inference = network.knowledge().orElseThrow().inference().orElseThrow();
        Question question = Question.of(
                inference, List.of(Tensor.reals("record", record, 1, SITES)), List.of(NetworkInference.ENERGY), 0);
        double energy = inference.infer(question).getFirst().values()[0];
        assertEquals(-exponent(states, top, record), energy, 1e-6);
    }

    private static double exponent(AllStates states, double[] parameters, double[] spins) {
        double sum = 0;
        for (int one = 0; one < SITES; one++) {
            sum += parameters[one] * spins[one];
            for (int other = one + 1; other < SITES; other++) {
                sum += parameters[states.pair(one, other)] * spins[one] * spins[other];
            }
        }
        return sum;
    }

    private static double[] tensor(Network network, String name) {
        return network.knowledge().orElseThrow().parameters().stream()
                .map(Parameter::tensor)
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow()
                .values();
    }

    /** Then it tells what it would if it did not sum at all. */
    @Test
    void whereAValueIsMissingSitesAreBelievedByThemselves() {
        List<double[]> records = records(300, 2);
        records.get(100)[3] = Double.NaN;
        double tiny = Double.MIN_VALUE;
        double[] whole = learned(network(0), frames(records(300, 2)), 300);
        double[] missing = learned(network(0), frames(records), 300);

        assertArrayEquals(learned(network(tiny), frames(records), 300), missing, 0);
        assertFalse(Arrays.equals(learned(network(tiny), frames(records(300, 2)), 300), whole));
    }
}
