package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.math.Odds;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Saved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that keep no covariances, and ties that are held at zero, beside those that keep all and hold none. */
class DenseNetworkTest {

    private static Network network(int sites, Map<String, Object> options) {
        Task task = Examples.task(Examples.complete(sites), 5);
        return (Network) Learners.CATALOG.make("network", options).apply(task);
    }

    private static Lesson learn(Network network, List<Frame> frames) {
        Order order = new Order(0, 1, network.start().couplings(), List.of(), false, false, false);
        List<Series> nothing = List.of(Series.zeros(1, 3), Series.zeros(1, 3));
        return network.learn(new Sample(order, nothing, List.of(), List.of()), new Batch(0, frames, 0, 1));
    }

    /** What a network has learned: the tensors that it gives away, and the graph that they are of. */
    private record Learnt(int sites, double[] bonds, double[] errors, double[] fields) {

        static Learnt of(int sites, Map<String, Object> options, List<Frame> frames) {
            Network network = network(sites, options);
            learn(network, frames);
            return of(sites, network);
        }

        static Learnt of(int sites, Network network) {
            return new Learnt(
                    sites, tensor(network, "coupling"), tensor(network, "coupling_error"), tensor(network, "field"));
        }

        double bond(int one, int other) {
            return bonds[number(one, other)];
        }

        double error(int one, int other) {
            return errors[number(one, other)];
        }

        private int number(int one, int other) {
            int low = Math.min(one, other);
            return low * sites - low * (low + 1) / 2 + Math.max(one, other) - low - 1;
        }

        /** −ln p of each record's spins given all others, a site. */
        double[] losses(List<Frame> frames) {
            return frames.stream().mapToDouble(this::loss).toArray();
        }

        private double loss(Frame frame) {
            double sum = 0;
            for (int site = 0; site < sites; site++) {
                double z = fields[site];
                for (int other = 0; other < sites; other++) {
                    z += other == site ? 0 : bond(site, other) * frame.seen()[other];
                }
                sum += Odds.at(z).surprise(frame.seen()[site]);
            }
            return sum / sites;
        }
    }

    private static double[] tensor(Network network, String name) {
        return network.knowledge().orElseThrow().parameters().stream()
                .filter(parameter -> parameter.tensor().name().equals(name))
                .findFirst()
                .orElseThrow()
                .tensor()
                .values();
    }

    private static Estimate difference(double[] one, double[] other) {
        Bins bins = new Bins(1);
        for (int k = 0; k < one.length; k++) {
            bins.add(new double[] {one[k] - other[k]});
        }
        return bins.estimate(0);
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(k -> values[k])
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"500, 0.02", "4000, 0.005"})
    void whatIsUnseenIsForeseenNearlyAsWell(int count, double behind) {
        SparseTeacher teacher = new SparseTeacher(24, 3);
        List<Frame> records = teacher.records(count);
        List<Frame> unseen = teacher.records(8000);
        double[] full = Learnt.of(24, Map.of("lags", 0, "drift", 0), records).losses(unseen);
        double[] diagonal = Learnt.of(24, Map.of("lags", 0, "drift", 0, "covariance", "diagonal"), records)
                .losses(unseen);
        Estimate apart = difference(diagonal, full);
        String figures = "full %.5f, diagonal %.5f, apart %s".formatted(mean(full), mean(diagonal), apart);
        assertTrue(apart.mean() + 2 * apart.stderr() < behind * mean(full), figures);
        assertTrue(apart.stderr() < 0.001, figures);
    }

    @Test
    void tiesOfASparseTeacherAreFoundAmongMany() {
        int sites = 80;
        SparseTeacher teacher = new SparseTeacher(sites, 4);
        List<Frame> records = teacher.records(4000);
        List<Frame> unseen = teacher.records(2000);
        Learnt plain = Learnt.of(sites, Map.of("lags", 0, "drift", 0, "covariance", "diagonal"), records);
        Learnt sparse = Learnt.of(sites, Map.of("lags", 0, "drift", 0, "covariance", "diagonal", "l1", 3), records);
        int absent = 0;
        int zeros = 0;
        int ties = 0;
        int kept = 0;
        for (int one = 0; one < sites; one++) {
            for (int other = one + 1; other < sites; other++) {
                boolean tied = teacher.tie(one, other) != 0;
                ties += tied ? 1 : 0;
                absent += tied ? 0 : 1;
                kept += tied && sparse.bond(one, other) * teacher.tie(one, other) > 0 ? 1 : 0;
                zeros += !tied && sparse.bond(one, other) == 0 ? 1 : 0;
            }
        }
        Estimate apart = difference(sparse.losses(unseen), plain.losses(unseen));
        String figures = "%d of %d ties kept, %d of %d others zero, loss with less without %s"
                .formatted(kept, ties, zeros, absent, apart);
        assertTrue(kept > 0.98 * ties, figures);
        assertTrue(zeros > 0.97 * absent, figures);
        assertTrue(apart.mean() < 2 * apart.stderr(), figures);
        assertTrue(apart.stderr() < 0.001, figures);
    }

    private static final List<Map<String, Object>> KEPT = List.of(
            Map.of("lags", 1),
            Map.of("lags", 1, "covariance", "diagonal"),
            Map.of("lags", 1, "l1", 2),
            Map.of("lags", 1, "l1", 3),
            Map.of("lags", 1, "covariance", "diagonal", "l1", 2));

    /** Records of which some values are missing, that follow each other. */
    private static List<Frame> torn(List<Frame> records, double missing) {
        SplittableRandom lot = new SplittableRandom(8);
        return records.stream()
                .map(frame -> new Frame(
                        frame.index(),
                        "",
                        0,
                        DoubleStream.of(frame.seen())
                                .map(spin -> lot.nextDouble() < missing ? Double.NaN : spin)
                                .toArray(),
                        Optional.empty(),
                        List.of(),
                        frame.index() % 50 > 0,
                        List.of()))
                .toList();
    }

    @Test
    void whateverIsKeptIsRememberedAndTakenForNothingElse() {
        List<Frame> frames = torn(new SparseTeacher(10, 5).records(200), 0.05);
        for (Map<String, Object> options : KEPT) {
            Network first = network(10, options);
            learn(first, frames.subList(0, 90));
            Network second = network(10, options);
            Saved.of(first).into(second);
            List<Reading> readings = learn(first, frames.subList(90, 200)).readings();
            assertEquals(
                    readings.toString(),
                    learn(second, frames.subList(90, 200)).readings().toString());
            assertArrayEquals(Saved.of(first).bytes(), Saved.of(second).bytes());
            for (Map<String, Object> other : KEPT) {
                if (!other.equals(options)) {
                    Network stranger = network(10, other);
                    assertThrows(Refused.class, () -> Saved.of(first).into(stranger), options + " into " + other);
                }
            }
        }
    }

    /** What is learned is as far from the truth as is told: tie by tie in the mean of squares, over 276 of them. */
    @ParameterizedTest
    @CsvSource({
        "0, full, 5, 0.02",
        "0, diagonal, 5, 0.025",
        "0, diagonal, 6, 0.025",
        "0, diagonal, 7, 0.025",
        "0.2, diagonal, 5, 0.025"
    })
    void tiesAreKnownAsWellAsIsTold(double missing, String covariance, long seed, double most) {
        int sites = 24;
        SparseTeacher teacher = new SparseTeacher(sites, seed);
        Learnt learnt = Learnt.of(
                sites, Map.of("lags", 0, "drift", 0, "covariance", covariance), torn(teacher.records(8000), missing));
        double pulls = 0;
        double told = 0;
        for (int one = 0; one < sites; one++) {
            for (int other = one + 1; other < sites; other++) {
                double error = learnt.error(one, other);
                pulls += Math.pow((learnt.bond(one, other) - teacher.tie(one, other)) / error, 2);
                told += error * error;
            }
        }
        int bonds = learnt.bonds().length;
        double pull = Math.sqrt(pulls / bonds);
        double error = Math.sqrt(told / bonds);
        assertTrue(pull > 0.8 && pull < 1.2, "root mean square of (learned − true)/error " + pull);
        assertTrue(error < most, "told " + error);
    }

    /** One look at each record costs little beside all looks that the maximum of the pseudo-likelihood takes. */
    @Test
    void onePassIsNearlyAsNearToTheTruthAsTheMaximumOfThePseudoLikelihood() {
        int sites = 64;
        SparseTeacher teacher = new SparseTeacher(sites, 5);
        List<Frame> records = teacher.records(20_000);
        Learnt learnt = Learnt.of(sites, Map.of("lags", 0, "drift", 0, "covariance", "diagonal"), records);
        double[][] best = PseudoLikelihood.maximum(records);
        double ours = 0;
        double theirs = 0;
        for (int one = 0; one < sites; one++) {
            for (int other = one + 1; other < sites; other++) {
                ours += Math.pow(learnt.bond(one, other) - teacher.tie(one, other), 2);
                theirs += Math.pow((best[one][other] + best[other][one]) / 2 - teacher.tie(one, other), 2);
            }
        }
        double ratio = Math.sqrt(ours / theirs);
        String figures =
                "error over that of the maximum " + ratio + ", which is " + Math.sqrt(theirs / learnt.bonds().length);
        assertTrue(ratio > 1 && ratio < 1.25, figures);
    }

    /** Spins that are nearly always all alike, whose features tell nearly nothing but what all of them have in common. */
    @Test
    void spinsThatGoTogetherAreForeseenNearlyAsWell() {
        int sites = 30;
        SplittableRandom lot = new SplittableRandom(3);
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < 6000; at++) {
            double all = lot.nextBoolean() ? 1 : -1;
            double often = lot.nextDouble(0.02, 0.2);
            double[] seen = IntStream.range(0, sites)
                    .mapToDouble(_ -> lot.nextDouble() < often ? -all : all)
                    .toArray();
            frames.add(new Frame(at, "", 0, seen, Optional.empty()));
        }
        List<Frame> unseen = frames.subList(3000, 6000);
        double[] full =
                Learnt.of(sites, Map.of("lags", 0), frames.subList(0, 3000)).losses(unseen);
        double[] diagonal = Learnt.of(sites, Map.of("lags", 0, "covariance", "diagonal"), frames.subList(0, 3000))
                .losses(unseen);
        Estimate apart = difference(diagonal, full);
        String figures = "full %.5f, diagonal %.5f, apart %s".formatted(mean(full), mean(diagonal), apart);
        assertTrue(apart.mean() + 2 * apart.stderr() < 0.01 * mean(full), figures);
        assertTrue(apart.stderr() < 0.001, figures);
    }

    private static List<Frame> blank(int sites) {
        double[] seen = new double[sites];
        Arrays.fill(seen, 1);
        return List.of(new Frame(0, "", 0, seen, Optional.empty()));
    }

    @Test
    void aNetworkThatIsTooLargeIsToldWhatWouldFit() {
        String refusal = assertThrows(Refused.class, () -> network(600, Map.of("lags", 1)))
                .getMessage();
        assertTrue(refusal.endsWith("take a graph with fewer bonds, or covariance: diagonal"), refusal);
        Lesson lesson = learn(network(600, Map.of("lags", 1, "covariance", "diagonal")), blank(600));
        assertEquals(600 * 599 / 2, lesson.next().couplings().shared().bonds().length);
        assertTrue(assertThrows(Refused.class, () -> network(6, Map.of("l1", -1)))
                .getMessage()
                .contains("l1 must be 0..100, was -1"));
    }
}
