package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Records of public tables that nobody has learned from, under the network after one pass, and under the best there is: the
 * likelihood of all other records together, climbed to its top by sums over all states.
 */
class OnePassIT {

    private static final int FOLDS = 4;

    /** In percent of the nats of a record. */
    private static final double ASKED = 1;

    /**
     * How far behind, in percent of the nats of a record, each pass may be, two of its errors included. Votes are learned from
     * 174 records for 55 parameters, and parties tie them together more strongly than anything else here.
     */
    @ParameterizedTest
    @CsvSource({"SUPERMARKET, 0.1, 0.1", "DIABETES, 0.2, 0.1", "VOTE, 1, 0.5"})
    void onePassForeseesWhatIsUnseenAsWellAsAllAtOnce(PublicTable table, double behind, double sigma) {
        List<double[]> records = table.records();
        AllStates states = new AllStates(records.getFirst().length);
        double[] online = new double[records.size()];
        double[][] batch = new double[2][records.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            int own = fold;
            List<double[]> seen = part(records, at -> at % FOLDS != own);
            List<double[]> unseen = part(records, at -> at % FOLDS == own);
            put(online, fold, states.losses(onePass(states, seen), unseen));
            // As likely as can be; and as probable, where parameters are expected to be as small as the network expects
            // them.
            put(batch[0], fold, states.losses(states.mostLikely(seen, precisions(seen, 0)), unseen));
            put(batch[1], fold, states.losses(states.mostLikely(seen, precisions(seen, 1)), unseen));
        }
        double[] best = mean(batch[0]) < mean(batch[1]) ? batch[0] : batch[1];
        double[] pairs = IntStream.range(0, best.length)
                .mapToDouble(at -> online[at] - best[at])
                .toArray();
        double apart = 100 * mean(pairs) / mean(best);
        double error = 100 * Math.sqrt(square(pairs) / pairs.length / pairs.length) / mean(best);
        String figures = String.format(
                Locale.ROOT,
                "%s: %.4f nats a record after one pass, %.4f most likely, %.4f most probable: behind by %.3f ± %.3f %%",
                table,
                mean(online),
                mean(batch[0]),
                mean(batch[1]),
                apart,
                error);
        System.out.println(figures);
        assertTrue(apart < ASKED, figures);
        assertTrue(apart + 2 * error < behind, figures);
        assertTrue(error < sigma, figures);
        double[] nothing = states.losses(new double[precisions(records, 0).length], records);
        assertTrue(mean(best) < 0.95 * mean(nothing), "there is something to learn: " + figures);
    }

    private static List<double[]> part(List<double[]> records, java.util.function.IntPredicate which) {
        return IntStream.range(0, records.size())
                .filter(which)
                .mapToObj(records::get)
                .toList();
    }

    private static void put(double[] all, int fold, double[] some) {
        for (int k = 0; k < some.length; k++) {
            all[fold + FOLDS * k] = some[k];
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double square(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    }

    /** Of the network's own priors, but for what couplings are expected to have in common; times {@code factor}. */
    private static double[] precisions(List<double[]> records, double factor) {
        int sites = records.getFirst().length;
        int others = sites - 1;
        double[] precisions = new double[sites * (sites + 1) / 2];
        Arrays.fill(precisions, factor / (0.0625 / others + 4.0 / others / others));
        Arrays.fill(precisions, 0, sites, factor);
        return precisions;
    }

    /** The parameters of the network after it has seen each record once. */
    private static double[] onePass(AllStates states, List<double[]> records) {
        int sites = records.getFirst().length;
        Lattice complete = Examples.complete(sites);
        Task task = Examples.task(complete, 1);
        Network network = new Network(task, 0, 0, 0, 1e9);
        List<Frame> frames = new ArrayList<>();
        for (double[] record : records) {
            frames.add(new Frame(frames.size(), "", 0, record, Optional.empty()));
        }
        Order order = new Order(0, 1, network.start().couplings(), List.of(), false, false, false);
        List<Series> nothing = List.of(Series.zeros(1, 3), Series.zeros(1, 3));
        Lesson lesson = network.learn(new Sample(order, nothing, List.of(), List.of()), new Batch(0, frames, 0, 1));
        return parameters(states, (Graph) complete.bonds(), network, lesson, frames.getLast());
    }

    private static double[] parameters(AllStates states, Graph graph, Network network, Lesson lesson, Frame last) {
        int sites = graph.sites();
        double[] parameters =
                Arrays.copyOf(network.evidence(0, new Batch(1, last, 0, 1)).orElseThrow(), sites * (sites + 1) / 2);
        double[] bonds = lesson.next().couplings().shared().bonds();
        for (int site = 0; site < sites; site++) {
            for (int at = graph.start(site); at < graph.start(site) + graph.neighbours(site); at++) {
                parameters[states.pair(site, graph.others()[at])] = bonds[graph.bond(at)];
            }
        }
        return parameters;
    }
}
