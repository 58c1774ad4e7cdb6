package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Saved;
import io.isinglass.engine.model.Ising;
import io.isinglass.streams.SweptLattice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Spins whose couplings are known: all that can be said of them is a sum over 64 states. */
class NetworkTest {

    private static final int SITES = 6;
    private static final Lattice COMPLETE = Examples.complete(SITES);
    private static final Graph GRAPH = (Graph) COMPLETE.bonds();
    private static final double[][] LAGGED = new double[SITES][SITES];
    private static final double[] FIELDS = {0.2, -0.3, 0, 0.1, 0.4, -0.1};

    private static double coupling(int one, int other) {
        return one == other ? 0 : 0.25 * Math.cos(3 * (one + other) + one * other);
    }

    private static double spin(int state, int site) {
        return (state >> site & 1) == 1 ? 1 : -1;
    }

    private static double exponent(int state, double[] fields) {
        double sum = 0;
        for (int one = 0; one < SITES; one++) {
            sum += fields[one] * spin(state, one);
            for (int other = one + 1; other < SITES; other++) {
                sum += coupling(one, other) * spin(state, one) * spin(state, other);
            }
        }
        return sum;
    }

    /** Records of the known model, each drawn from the sum over all states given the one before. */
    private static List<Frame> records(int count, double[][] lagged, double missing) {
        return records(count, lagged, missing, 7);
    }

    private static List<Frame> records(int count, double[][] lagged, double missing, long seed) {
        SplittableRandom lot = new SplittableRandom(seed);
        List<Frame> frames = new ArrayList<>();
        double[] before = new double[SITES];
        for (int at = 0; at < count; at++) {
            double[] fields = FIELDS.clone();
            for (int site = 0; site < SITES; site++) {
                for (int other = 0; other < SITES; other++) {
                    fields[site] += lagged[site][other] * before[other];
                }
            }
            int state = draw(fields, lot);
            double[] now = IntStream.range(0, SITES)
                    .mapToDouble(site -> spin(state, site))
                    .toArray();
            double[] seen = IntStream.range(0, SITES)
                    .mapToDouble(site -> lot.nextDouble() < missing ? Double.NaN : now[site])
                    .toArray();
            frames.add(new Frame(at, "r" + at, 0, seen, Optional.empty(), List.of(), at > 0, List.of()));
            before = now;
        }
        return frames;
    }

    private static int draw(double[] fields, SplittableRandom lot) {
        double[] weights = IntStream.range(0, 1 << SITES)
                .mapToDouble(state -> Math.exp(exponent(state, fields)))
                .toArray();
        double left = lot.nextDouble() * java.util.Arrays.stream(weights).sum();
        int state = 0;
        while (state < weights.length - 1 && (left -= weights[state]) > 0) {
            state++;
        }
        return state;
    }

    private static Lesson learn(List<Frame> frames, int lags, double drift, long scoreAfter) {
        Network network = new Network(Examples.task(COMPLETE, 5), lags, drift, scoreAfter, 1e4);
        SweptLattice lattice = new SweptLattice(COMPLETE, new Ising(), 2, 3);
        Batch batch = new Batch(0, frames, 0, 1);
        Order order = new Order(
                0,
                4,
                network.start().couplings(),
                List.of(
                        Change.of(0, Optional.of(Start.DISORDERED), network.evidence(0, batch)),
                        Change.of(1, Optional.of(Start.DISORDERED), network.evidence(1, batch))),
                true,
                true,
                false);
        return network.learn(lattice.sample(order), batch);
    }

    private static Estimate reading(Lesson lesson, String key) {
        return lesson.readings().stream()
                .filter(reading -> reading.key().equals(key))
                .findFirst()
                .orElseThrow()
                .estimate();
    }

    private static double bond(Lesson lesson, int one, int other) {
        double[] bonds = lesson.next().couplings().shared().bonds();
        for (int at = GRAPH.start(one); at < GRAPH.start(one) + GRAPH.neighbours(one); at++) {
            if (GRAPH.others()[at] == other) {
                return bonds[GRAPH.bond(at)];
            }
        }
        throw new AssertionError();
    }

    /** An error of a coupling is about 1/√n, so of many √(15/n) in all. */
    @Test
    void couplingsThatAreKnownAreFound() {
        int count = 20_000;
        Lesson lesson = learn(records(count, LAGGED, 0), 0, 0, 300);

        double square = 0;
        for (int one = 0; one < SITES; one++) {
            for (int other = one + 1; other < SITES; other++) {
                double off = bond(lesson, one, other) - coupling(one, other);
                assertEquals(0, off, 4.5 * 0.0085, one + "-" + other);
                square += off * off;
            }
        }
        double root = Math.sqrt(square / 15);
        assertTrue(root < 1.5 / Math.sqrt(count), "root mean square error " + root);
        assertTrue(root > 0.5 / Math.sqrt(count), "an error that small would be none of learning: " + root);
    }

    /** Every other spin copies the one before, and is wrong once in twenty times; or none knows of any other. */
    private static List<Frame> copies(int count, boolean copies) {
        SplittableRandom lot = new SplittableRandom(11);
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            double[] seen = new double[SITES];
            for (int site = 0; site < SITES; site++) {
                seen[site] = site % 2 == 1 && copies
                        ? seen[site - 1] * (lot.nextInt(20) == 0 ? -1 : 1)
                        : lot.nextBoolean() ? 1 : -1;
            }
            frames.add(new Frame(at, "r" + at, 0, seen, Optional.empty()));
        }
        return frames;
    }

    @Test
    void theFirstRecordsChooseHowStrongTiesAre() {
        assertEquals(
                4, reading(learn(copies(100, true), 0, 0, 0), "tie_strength").mean());
        assertTrue(reading(learn(copies(1000, false), 0, 0, 0), "tie_strength").mean() < 4);
        Lesson lesson = learn(copies(4000, true), 0, 0, 0);
        assertEquals(4, reading(lesson, "tie_strength").mean());
        for (int site = 0; site < SITES; site += 2) {
            // The odds of a copy are 19, their logarithm is twice the coupling; 200 of 4000 are wrong, so it is known
            // to
            // 1/√200.
            assertEquals(Math.log(19) / 2, bond(lesson, site, site + 1), 4 * 0.035, "copy of " + site);
        }
    }

    @Test
    void whatIsChosenDoesNotDependOnHowManyAreLearnedAtOnce() {
        List<Frame> frames = new ArrayList<>(copies(700, true));
        frames.addAll(records(700, LAGGED, 0.01));
        Network whole = new Network(Examples.task(COMPLETE, 5), 1, 0, 0, 1e4);
        Network parts = new Network(Examples.task(COMPLETE, 5), 1, 0, 0, 1e4);
        SweptLattice lattice = new SweptLattice(COMPLETE, new Ising(), 2, 3);
        Sample sample = lattice.sample(order(whole, new Batch(0, frames, 0, 1), 0));
        whole.learn(sample, new Batch(0, frames, 0, 1));
        for (int from = 0; from < frames.size(); from += 37) {
            parts.learn(sample, new Batch(0, frames.subList(from, Math.min(frames.size(), from + 37)), 0, 1));
        }
        assertArrayEquals(Saved.of(whole).bytes(), Saved.of(parts).bytes());
    }

    /** What a single pass costs beside what the same records tell at most: pseudo-likelihood climbed to its top. */
    @Test
    void onePassIsAsGoodAsAllAtOnce() {
        double online = 0;
        double batch = 0;
        for (int seed = 1; seed <= 4; seed++) {
            List<Frame> records = records(5000, LAGGED, 0, seed);
            Lesson lesson = learn(records, 0, 0, 300);
            double[][] top = pseudoLikelihood(records);
            for (int one = 0; one < SITES; one++) {
                for (int other = one + 1; other < SITES; other++) {
                    online += square(bond(lesson, one, other) - coupling(one, other));
                    batch += square((top[one][other] + top[other][one]) / 2 - coupling(one, other));
                }
            }
        }
        assertTrue(Math.sqrt(online / batch) < 1.1, Math.sqrt(online / batch) + " times the error of all at once");
    }

    /** Records that nobody has learned from, under the model of one pass and under the best that there is. */
    @Test
    void unseenRecordsAreAsLikelyAsUnderTheMostLikelyModel() {
        List<Frame> records = records(5000, LAGGED, 0, 1);
        List<Frame> unseen = records(20_000, LAGGED, 0, 2);
        Network network = new Network(Examples.task(COMPLETE, 5), 0, 0, 300, 1e4);
        Batch batch = new Batch(0, records, 0, 1);
        SweptLattice lattice = new SweptLattice(COMPLETE, new Ising(), 2, 3);
        Lesson lesson = network.learn(lattice.sample(order(network, batch, 0)), batch);
        double[] fields =
                network.evidence(0, new Batch(1, records.getLast(), 0, 1)).orElseThrow();
        double[] online = new double[SITES * SITES];
        for (int one = 0; one < SITES; one++) {
            online[one * SITES + one] = fields[one];
            for (int other = one + 1; other < SITES; other++) {
                online[one * SITES + other] = bond(lesson, one, other);
            }
        }
        double best = logLikelihood(mostLikely(records), unseen);
        double seen = logLikelihood(online, unseen);

        assertTrue(best - seen < 0.01 * Math.abs(best), seen + " nats beside " + best);
        assertTrue(seen < best + 0.002, "no model is better than the best by more than chance");
        assertTrue(seen > logLikelihood(new double[SITES * SITES], unseen) + 0.05, "there is something to learn");
    }

    private static double square(double x) {
        return x * x;
    }

    /** Newton's ascent for each site by itself; the entry of a site for itself is its field. */
    private static double[][] pseudoLikelihood(List<Frame> records) {
        double[][] all = new double[SITES][SITES];
        for (int site = 0; site < SITES; site++) {
            for (int step = 0; step < 20; step++) {
                double[] slope = new double[SITES];
                double[][] curvature = new double[SITES][SITES];
                for (Frame record : records) {
                    double[] f = record.seen().clone();
                    double spin = f[site];
                    f[site] = 1;
                    double z = 0;
                    for (int k = 0; k < SITES; k++) {
                        z += all[site][k] * f[k];
                    }
                    double tanh = Math.tanh(z);
                    for (int k = 0; k < SITES; k++) {
                        slope[k] += (spin - tanh) * f[k];
                        for (int l = 0; l < SITES; l++) {
                            curvature[k][l] += (1 - tanh * tanh) * f[k] * f[l];
                        }
                    }
                }
                add(all[site], solve(curvature, slope));
            }
        }
        return all;
    }

    /** The statistics of a state: spins, and products of two; laid out as parameters are, a row a site. */
    private static double[] statistics(int state) {
        double[] t = new double[SITES * SITES];
        for (int one = 0; one < SITES; one++) {
            t[one * SITES + one] = spin(state, one);
            for (int other = one + 1; other < SITES; other++) {
                t[one * SITES + other] = spin(state, one) * spin(state, other);
            }
        }
        return t;
    }

    private static int state(Frame record) {
        return IntStream.range(0, SITES)
                .map(site -> record.seen()[site] > 0 ? 1 << site : 0)
                .sum();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(k -> a[k] * b[k]).sum();
    }

    private static double logZ(double[] parameters) {
        return Math.log(IntStream.range(0, 1 << SITES)
                .mapToDouble(state -> Math.exp(dot(parameters, statistics(state))))
                .sum());
    }

    private static double logLikelihood(double[] parameters, List<Frame> records) {
        return records.stream()
                        .mapToDouble(record -> dot(parameters, statistics(state(record))))
                        .average()
                        .orElseThrow()
                - logZ(parameters);
    }

    /** Newton's ascent of the likelihood by sums over all states. */
    private static double[] mostLikely(List<Frame> records) {
        int count = SITES * SITES;
        double[] wanted = new double[count];
        records.forEach(record -> add(wanted, statistics(state(record))));
        double[] parameters = new double[count];
        for (int step = 0; step < 20; step++) {
            double logZ = logZ(parameters);
            double[] mean = new double[count];
            double[][] covariance = new double[count][count];
            for (int state = 0; state < 1 << SITES; state++) {
                double[] t = statistics(state);
                double p = Math.exp(dot(parameters, t) - logZ);
                for (int k = 0; k < count; k++) {
                    mean[k] += p * t[k];
                    for (int l = 0; l < count; l++) {
                        covariance[k][l] += p * t[k] * t[l];
                    }
                }
            }
            double[] slope = new double[count];
            for (int k = 0; k < count; k++) {
                slope[k] = wanted[k] / records.size() - mean[k];
                for (int l = 0; l < count; l++) {
                    covariance[k][l] -= mean[k] * mean[l];
                }
                // Below the diagonal there are no parameters.
                covariance[k][k] += k % SITES < k / SITES ? 1 : 0;
            }
            add(parameters, solve(covariance, slope));
        }
        return parameters;
    }

    private static void add(double[] to, double[] more) {
        for (int k = 0; k < to.length; k++) {
            to[k] += more[k];
        }
    }

    /** By elimination; the matrices here are positive definite. */
    private static double[] solve(double[][] matrix, double[] right) {
        double[] x = right.clone();
        for (int k = 0; k < x.length; k++) {
            for (int row = k + 1; row < x.length; row++) {
                double factor = matrix[row][k] / matrix[k][k];
                for (int column = k; column < x.length; column++) {
                    matrix[row][column] -= factor * matrix[k][column];
                }
                x[row] -= factor * x[k];
            }
        }
        for (int row = x.length - 1; row >= 0; row--) {
            for (int column = row + 1; column < x.length; column++) {
                x[row] -= matrix[row][column] * x[column];
            }
            x[row] /= matrix[row][row];
        }
        return x;
    }

    /** The least loss that a conditional prediction can have is the conditional entropy. */
    @Test
    void itsLossComesToTheEntropyAndThatOfFieldsAloneDoesNot() {
        Lesson lesson = learn(records(20_000, LAGGED, 0), 0, 0, 2000);

        double entropy = entropy();
        Estimate own = reading(lesson, "log_loss");
        assertEquals(entropy, own.mean(), 4 * own.stderr() + 0.001, "entropy of a spin given the others");
        assertTrue(own.stderr() < 0.004, own.toString());
        Estimate alone = reading(lesson, "baseline_log_loss");
        assertTrue(alone.mean() > entropy + 0.03);

        Estimate gain = reading(lesson, "gain");
        assertEquals(1 - own.mean() / alone.mean(), gain.mean(), 1e-12);
        assertEquals(1 - entropy / alone.mean(), gain.mean(), 4 * gain.stderr() + 0.002);
        double apart = Math.hypot(own.stderr() / own.mean(), alone.stderr() / alone.mean());
        assertTrue(gain.stderr() < apart && gain.stderr() > 0.1 * apart, gain + " beside " + apart);
    }

    private static double entropy() {
        double z = 0;
        double sum = 0;
        for (int state = 0; state < 1 << SITES; state++) {
            double weight = Math.exp(exponent(state, FIELDS));
            z += weight;
            for (int site = 0; site < SITES; site++) {
                double gap = exponent(state, FIELDS) - exponent(state ^ 1 << site, FIELDS);
                sum += weight * Math.log(1 + Math.exp(-gap)) / SITES;
            }
        }
        return sum / z;
    }

    @Test
    void whatCameBeforeIsUsedAndAcrossAGapIsNot() {
        double[][] lagged = new double[SITES][SITES];
        for (int site = 0; site < SITES; site++) {
            lagged[site][(site + 1) % SITES] = 0.8;
        }
        List<Frame> frames = records(4000, lagged, 0);
        List<Frame> torn = frames.stream()
                .map(frame -> new Frame(
                        frame.index(), frame.name(), 0, frame.seen(), Optional.empty(), List.of(), false, List.of()))
                .toList();

        double seen = reading(learn(frames, 1, 0, 300), "log_loss").mean();
        assertTrue(reading(learn(frames, 0, 0, 300), "log_loss").mean() > seen + 0.05);
        assertTrue(reading(learn(torn, 1, 0, 300), "log_loss").mean() > seen + 0.05);
    }

    @Test
    void aThirdOfTheValuesMayBeMissing() {
        Lesson lesson = learn(records(20_000, LAGGED, 0.33), 0, 0, 300);

        for (int one = 0; one < SITES; one++) {
            for (int other = one + 1; other < SITES; other++) {
                assertEquals(coupling(one, other), bond(lesson, one, other), 0.06, one + "-" + other);
            }
        }
        assertEquals(0.33, reading(lesson, "missing").mean() / 20_000 / SITES, 0.01);
    }

    /** What the present chain holds is what was seen; what was not is sampled given that. */
    @Test
    void missingSitesAreSampledGivenAllThatWasSeen() {
        List<Frame> frames = new ArrayList<>(records(3000, LAGGED, 0));
        double[] seen = frames.getLast().seen();
        seen[2] = Double.NaN;
        Network network = new Network(Examples.task(COMPLETE, 5), 0, 0, 0, 1e4);
        SweptLattice lattice = new SweptLattice(COMPLETE, new Ising(), 2, 3);
        network.learn(lattice.sample(order(network, new Batch(0, frames, 0, 1), 0)), new Batch(0, frames, 0, 1));
        Batch again = new Batch(1, frames.getLast(), 0, 1);
        Sample sample = lattice.sample(order(network, again, 1));

        float[] means = sample.means().get(1);
        double field = FIELDS[2];
        for (int other = 0; other < SITES; other++) {
            if (other != 2) {
                assertEquals(seen[other], means[other], "site " + other + " holds still");
                field += coupling(2, other) * seen[other];
            }
        }
        assertEquals(
                Math.tanh(field), means[2], 4 / Math.sqrt(400) * Math.sqrt(1 - Math.pow(Math.tanh(field), 2)) + 0.05);
    }

    /** The picture of the last record holds what was seen, and expects what was not, whatever epochs went before. */
    @Test
    void thePictureIsOfTheLastRecordAlone() {
        Network network = new Network(Examples.task(COMPLETE, 5), 0, 0, 0, 1e4);
        SweptLattice lattice = new SweptLattice(COMPLETE, new Ising(), 2, 3);
        List<Frame> frames = new ArrayList<>(records(3000, LAGGED, 0));
        Batch first = new Batch(0, frames, 0, 1);
        network.learn(lattice.sample(order(network, first, 0)), first);
        double[] seen =
                Arrays.stream(frames.getLast().seen()).map(spin -> -spin).toArray();
        seen[2] = Double.NaN;
        Frame last = new Frame(3000, "last", 0, seen, Optional.empty(), List.of(), false, List.of());
        Batch second = new Batch(1, last, 0, 1);

        Picture now = network.learn(lattice.sample(order(network, second, 1)), second)
                .pictures()
                .getFirst();

        double field = FIELDS[2];
        for (int other = 0; other < SITES; other++) {
            if (other != 2) {
                assertEquals(seen[other], now.values()[other], "site " + other);
                field += coupling(2, other) * seen[other];
            }
        }
        // Six parameters, each known to about one part in the square root of the records.
        assertEquals(Math.tanh(field), now.values()[2], 4 * Math.sqrt(6.0 / 3000));
    }

    private static Order order(Network network, Batch batch, long epoch) {
        return new Order(
                epoch,
                400,
                network.start().couplings(),
                List.of(
                        Change.of(0, Optional.of(Start.DISORDERED), network.evidence(0, batch)),
                        Change.of(1, Optional.of(Start.DISORDERED), network.evidence(1, batch))),
                true,
                true,
                false);
    }

    @Test
    void itNeedsAGraphAndRoomForWhatItKnows() {
        Task square = Examples.task("ising");
        assertTrue(assertThrows(Refused.class, () -> new Network(square, 1, 0, 0, 1e4))
                .getMessage()
                .startsWith("network needs the model ising on a graph"));

        Lattice large = Examples.complete(600);
        Task task = new Task(large, new Ising(), square.couplings(), square.start(), 1, square.data(), square.noise());
        assertTrue(assertThrows(Refused.class, () -> new Network(task, 1, 0, 0, 1e4))
                .getMessage()
                .startsWith("network needs at most 1024 MiB for what it knows of 600 sites"));
    }
}
