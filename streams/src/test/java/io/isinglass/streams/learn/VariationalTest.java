package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.memory.Saved;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.model.Phi4;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.learn.Family.Control;
import io.isinglass.streams.learn.Family.Look;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds of models whose ln Z is known: by enumeration, in closed form, by quadrature. */
class VariationalTest {

    private static final int EPOCHS = 60;
    private static final Lattice CHAIN = new Lattice(1, 12, Boundary.OPEN);
    private static final Lattice SQUARE = FourByFour.LATTICE;

    /** Sixteen sites of a torus at the critical point of the papers, where ln Z is 0.5092193925 a site. */
    private static final Couplings CRITICAL = new Couplings(1, 1.52425, 0.175, 0);

    private static final double CRITICAL_LOG_Z = 0.5092193925;

    private static Task task(Lattice lattice, Model model, Couplings couplings, int epochs, long seed) {
        return new Task(lattice, model, couplings, Start.DISORDERED, epochs, Optional.empty(), new Noise(seed));
    }

    private static Task field(Lattice lattice, Couplings couplings) {
        return task(lattice, new Phi4(1.5), couplings, EPOCHS, 3);
    }

    private static Learner learner(Task task, Map<String, Object> options) {
        return Learners.CATALOG.make("variational", options).apply(task);
    }

    private static List<Lesson> run(Task task, Map<String, Object> options) {
        return lessons(learner(task, options), 0, (int) task.length());
    }

    private static List<Lesson> lessons(Learner learner, int from, int to) {
        List<Lesson> lessons = new ArrayList<>();
        for (int epoch = from; epoch < to; epoch++) {
            Order order = new Order(epoch, 1, learner.start().couplings(), List.of(), false, false, false);
            Sample sample = new Sample(order, List.of(Series.zeros(1, 3)), List.of(), List.of());
            lessons.add(learner.learn(sample, Batch.none(epoch)));
        }
        return lessons;
    }

    private static Estimate told(Lesson lesson, String key) {
        return lesson.readings().stream()
                .filter(reading -> reading.key().equals(key))
                .findFirst()
                .orElseThrow()
                .estimate();
    }

    private static void assertBelow(List<Lesson> run, double logZ) {
        for (Lesson lesson : run) {
            Estimate bound = told(lesson, "elbo");
            assertTrue(bound.mean() < logZ + 4 * bound.stderr(), bound + " is above ln Z = " + logZ);
        }
        assertTrue(told(run.getLast(), "elbo").stderr() < 0.002, "the test can see a bound that is too high");
    }

    private static void assertReaches(List<Lesson> run, double bound, double tolerance) {
        Estimate reached = told(run.getLast(), "elbo");
        assertEquals(bound, reached.mean(), 4 * reached.stderr() + tolerance);
        assertTrue(reached.stderr() < 0.002, reached.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0, 0.658569660406, 0.717246793906",
        "0.4, 0, 0.890643478561, 0.846662865561",
        "0.3333333333333333, 0.1, 0.800956798299, 0",
        "0.2, 0.5, 0.390526682034, 0"
    })
    void spinsComeToTheMeanField(double beta, double field, double mean, double bound) {
        Task task = task(SQUARE, new Ising(), new Couplings(beta, beta * field, 0), EPOCHS, 3);
        List<Lesson> run = run(task, Map.of("steps", 20));

        double exact = new FourByFour(beta, beta * field).logZ() / 16;
        assertEquals(exact, told(run.getLast(), "exact_log_z").mean(), 1e-10);
        assertBelow(run, exact);
        assertTrue(told(run.getLast(), "gap.fixed_point").mean() < 0.01, told(run.getLast(), "gap.fixed_point") + "");
        assertEquals(mean, told(run.getLast(), "mean").mean(), 0.005);
        if (bound > 0) {
            assertReaches(run, bound, 1e-4);
        }
    }

    /** Of independent sites the step is known: what the neighbours' means pull less what is there, unbiased in any case. */
    @ParameterizedTest
    @EnumSource(Control.class)
    void aStepOfSpinsIsTheGradientInTheMean(Control control) {
        Task task = task(SQUARE, new Ising(), new Couplings(0.3, 0.05, 0), EPOCHS, 3);
        Exponent exponent = Exponent.of(task);
        int samples = 100_000;
        Look look = new Spins(16, 0.4).look(exponent, new Noise(8).dice(0, 0, Noise.LEARNER), samples, control);

        double m = Math.tanh(0.4);
        double error = Math.sqrt(look.variance() / (1 - m * m) / samples);
        for (double step : look.step()) {
            assertEquals(4 * 0.3 * m + 0.05 - 0.4, step, 4.5 * error);
        }
        assertTrue(error < 0.04, "the test can see a step that is wrong by half: " + error);
    }

    @ParameterizedTest
    @CsvSource({"false, NONE", "false, BASELINE", "false, FULL", "true, NONE", "true, FULL"})
    void aStepOfAFieldIsTheGradientInTheMean(boolean reparametrised, Control control) {
        Exponent exponent = Exponent.of(field(SQUARE, CRITICAL));
        int samples = 60_000;
        double mu = 0.4;
        double square = 0.36;
        int[] path = IntStream.range(0, 16).toArray();
        Family family = new GaussianChain(path, false, reparametrised, mu, 0.6);
        Look look = family.look(exponent, new Noise(8).dice(0, 0, Noise.LEARNER), samples, control);

        // E φ² = μ² + σ², E φ⁴ = μ⁴ + 6 μ² σ² + 3 σ⁴
        double ofMean = 4 * mu - 2 * 1.52425 * mu - 0.175 * (4 * mu * mu * mu + 12 * mu * square);
        double ofLog = 1 - 2 * 1.52425 * square - 0.175 * (12 * mu * mu * square + 12 * square * square);
        double error = Math.sqrt(look.variance() / samples);
        for (int site = 0; site < 16; site++) {
            assertEquals(square * ofMean, look.step()[site], 6 * error * 0.6);
            assertEquals(ofLog / 2, look.step()[32 + site], 6 * error);
        }
        assertTrue(error < 0.03, "the test can see a step that is wrong by a quarter: " + error);
    }

    /** With the same ε the mean bound of the samples is a function of the parameters, whose slopes are differences. */
    @Test
    void aStepOfAChainIsTheNaturalGradientOfItsSamples() {
        int sites = 5;
        Exponent exponent = Exponent.of(field(new Lattice(1, sites, Boundary.OPEN), new Couplings(1, 0.6, 0.3, 0.2)));
        double[] at = {0.3, -0.1, 0.2, 0.5, 0.4, 0, 0.6, -0.3, 0.4, 0.8, -0.7, -0.2, -0.5, 0.1, -0.4};
        double[] step = seen(exponent, sites, at).step();
        double[] slopes = new double[at.length];
        for (int k = 0; k < at.length; k++) {
            double[] more = at.clone();
            double[] less = at.clone();
            more[k] += 1e-5;
            less[k] -= 1e-5;
            slopes[k] = (mean(seen(exponent, sites, more)) - mean(seen(exponent, sites, less))) / 2e-5;
        }
        double[] variances = new double[sites];
        for (int site = 0; site < sites; site++) {
            double before = site > 0 ? variances[site - 1] : 0;
            double square = Math.exp(2 * at[2 * sites + site]);
            variances[site] = at[sites + site] * at[sites + site] * before + square;
            if (site > 0) {
                assertEquals(slopes[sites + site] * square / before, step[sites + site], 1e-7, "link " + site);
            }
            assertEquals(slopes[2 * sites + site] / 2, step[2 * sites + site], 1e-7, "deviation " + site);
        }
        for (int one = 0; one < sites; one++) {
            double wanted = 0;
            for (int other = 0; other < sites; other++) {
                double covariance = variances[Math.min(one, other)];
                for (int k = Math.min(one, other) + 1; k <= Math.max(one, other); k++) {
                    covariance *= at[sites + k];
                }
                wanted += covariance * slopes[other];
            }
            assertEquals(wanted, step[one], 1e-7, "mean " + one);
        }
    }

    private static Look seen(Exponent exponent, int sites, double[] parameters) {
        Family chain = new GaussianChain(IntStream.range(0, sites).toArray(), true, true, 0, 1);
        chain.take(parameters);
        return chain.look(exponent, new Noise(8).dice(0, 0, Noise.LEARNER), 50, Control.NONE);
    }

    private static double mean(Look look) {
        return Arrays.stream(look.bounds()).average().orElseThrow();
    }

    /** A Gaussian field on an open chain is a Gaussian chain: λ_k = 2a − 2w cos(πk/(n + 1)) are its precision's eigenvalues. */
    @Test
    void aChainIsExactForAGaussianFieldInOneDimension() {
        double exact = IntStream.rangeClosed(1, 12)
                        .mapToDouble(k -> Math.log(2 * Math.PI) - Math.log(2.4 - 2 * Math.cos(Math.PI * k / 13)))
                        .sum()
                / 24;
        Task task = field(CHAIN, new Couplings(1, 1.2, 0, 0));
        List<Lesson> run = run(task, Map.of("family", "chain", "gradient", "reparametrised", "steps", 20));

        assertEquals(exact, told(run.getLast(), "exact_log_z").mean(), 1e-10);
        assertBelow(run, exact + 1e-9);
        Estimate bound = told(run.getLast(), "elbo");
        assertEquals(exact, bound.mean(), 1e-6);
        assertTrue(bound.stderr() < 1e-5, "q is p, so that θ·T − ln q does not vary: " + bound);
        // Site by site, forward: σ² = 1/(2a − w² σ²′) of the chain that is left.
        double variance = 1 / 2.4;
        for (int site = 0; site < 30; site++) {
            variance = 1 / (2.4 - variance);
        }
        assertEquals(variance, told(run.getLast(), "link").mean(), 0.05, "a link is w σ² far from the ends");
    }

    /** Sites by themselves take the diagonal of the precision for theirs: ½ ln(2π/2a). */
    @ParameterizedTest
    @CsvSource({"score, full", "reparametrised, none", "reparametrised, full"})
    void sitesByThemselvesComeToTheBestOfTheirKind(String gradient, String control) {
        Task task = field(SQUARE, new Couplings(0.5, 1.5, 0, 0));
        List<Lesson> run = run(task, Map.of("gradient", gradient, "control", control, "steps", 20));

        assertBelow(run, told(run.getLast(), "exact_log_z").mean());
        assertReaches(run, Math.log(2 * Math.PI / 3) / 2, 2e-4);
        assertTrue(told(run.getLast(), "exact_log_z").mean() > Math.log(2 * Math.PI / 3) / 2 + 0.02);
    }

    @Test
    void atTheCriticalPointAChainBoundsBetterThanSites() {
        Task task = field(SQUARE, CRITICAL);
        List<Lesson> scored = run(task, Map.of("steps", 20));
        List<Lesson> sites = run(task, Map.of("gradient", "reparametrised", "steps", 20));
        List<Lesson> chain = run(task, Map.of("family", "chain", "gradient", "reparametrised", "steps", 20));

        assertBelow(scored, CRITICAL_LOG_Z);
        assertBelow(sites, CRITICAL_LOG_Z);
        assertBelow(chain, CRITICAL_LOG_Z);
        assertReaches(scored, told(sites.getLast(), "elbo").mean(), 2e-3);
        assertTrue(told(chain.getLast(), "elbo").mean()
                > told(sites.getLast(), "elbo").mean() + 0.01);
    }

    /** ln Z of an open chain with a quartic term, by the transfer of a sum over steps of 0.05. */
    @Test
    void boundsOfAQuarticChainAreBelowItsLogZ() {
        Couplings couplings = new Couplings(1, 0.6, 0.3, 0.2);
        double exact = transferred(12, couplings) / 12;
        Task task = field(CHAIN, couplings);
        List<Lesson> sites = run(task, Map.of("gradient", "reparametrised", "steps", 20));
        List<Lesson> chain = run(task, Map.of("family", "chain", "gradient", "reparametrised", "steps", 20));

        assertBelow(sites, exact);
        assertBelow(chain, exact);
        assertTrue(told(chain.getLast(), "elbo").mean() > exact - 0.15, "not far below either");
    }

    private static double transferred(int sites, Couplings couplings) {
        double[] at =
                IntStream.rangeClosed(-100, 100).mapToDouble(k -> 0.05 * k).toArray();
        double[] own = Arrays.stream(at)
                .map(x -> 0.05
                        * Math.exp(couplings.at(Phi4.LINEAR) * x
                                - couplings.at(Phi4.SQUARE) * x * x
                                - couplings.at(Phi4.FOURTH) * x * x * x * x))
                .toArray();
        double[] weights = own.clone();
        for (int site = 1; site < sites; site++) {
            double[] before = weights;
            weights = IntStream.range(0, at.length)
                    .mapToDouble(k -> own[k]
                            * IntStream.range(0, at.length)
                                    .mapToDouble(l -> before[l] * Math.exp(couplings.at(Phi4.BOND) * at[k] * at[l]))
                                    .sum())
                    .toArray();
        }
        return Math.log(Arrays.stream(weights).sum());
    }

    /**
     * Without one, a score is multiplied by all of θ·T − ln q, which grows with the lattice; so do these ratios of variances, here
     * on 64 sites: 739, 13 400, 77, 391, 5.9 and 6.5 were seen.
     */
    @ParameterizedTest
    @CsvSource({
        "ising, factorised, score, baseline, 500",
        "ising, factorised, score, full, 10000",
        "phi4, factorised, score, baseline, 50",
        "phi4, factorised, score, full, 250",
        "phi4, factorised, reparametrised, full, 5",
        "phi4, chain, reparametrised, full, 5"
    })
    void controlVariatesTakeNoiseFromTheGradient(
            String model, String family, String gradient, String control, double least) {
        Couplings couplings = model.equals("ising") ? new Couplings(0.3, 0.05, 0) : CRITICAL;
        Task task = task(new Lattice(8, 8, Boundary.TORUS), Models.CATALOG.make(model, Map.of()), couplings, 20, 3);
        List<Lesson> run = run(task, Map.of("family", family, "gradient", gradient, "control", control));

        Estimate ratio = told(run.getLast(), "variance_ratio");
        assertTrue(ratio.mean() - 4 * ratio.stderr() > least, ratio.toString());
        assertTrue(ratio.stderr() < 0.05 * ratio.mean(), ratio.toString());
    }

    @Test
    void withoutAControlVariateThereIsNoRatio() {
        Task task = task(SQUARE, new Ising(), new Couplings(0.3, 0.05, 0), 4, 3);
        Estimate ratio = told(run(task, Map.of("control", "none")).getLast(), "variance_ratio");
        assertEquals(Estimate.exact(1).mean(), ratio.mean());
        assertEquals(0, ratio.stderr());
    }

    @ParameterizedTest
    @CsvSource({"factorised, score", "chain, reparametrised"})
    void halfAndHalfAreTheWhole(String family, String gradient) {
        Task task = task(SQUARE, new Phi4(1.5), CRITICAL, 12, 3);
        Map<String, Object> options = Map.of("family", family, "gradient", gradient);
        List<String> whole = texts(run(task, options));
        for (int cut : new int[] {2, 4, 6, 9}) {
            Learner first = learner(task, options);
            List<String> parts = new ArrayList<>(texts(lessons(first, 0, cut)));
            Learner second = learner(task, options);
            Saved.of(first).into(second);
            parts.addAll(texts(lessons(second, cut, 12)));
            assertEquals(whole, parts, "cut before epoch " + cut);
            assertArrayEquals(
                    Saved.of(second).bytes(),
                    Saved.of(resaved(second, task, options)).bytes());
        }
    }

    private static List<String> texts(List<Lesson> lessons) {
        return lessons.stream().map(lesson -> lesson.readings().toString()).toList();
    }

    private static Learner resaved(Learner learner, Task task, Map<String, Object> options) {
        Learner fresh = learner(task, options);
        Saved.of(learner).into(fresh);
        return fresh;
    }

    @ParameterizedTest
    @CsvSource({
        "ising, factorised, reparametrised, full, 'gradient must be score for spins'",
        "ising, chain, score, full, 'family must be factorised for spins'",
        "phi4, chain, score, full, 'gradient must be reparametrised for a chain'",
        "phi4, factorised, reparametrised, baseline, 'control must be none or full'",
        "xy, factorised, score, full, 'variational needs the model ising or phi4'"
    })
    void whatThereIsNotIsRefused(String model, String family, String gradient, String control, String why) {
        Task task = Examples.task(model);
        Map<String, Object> options = Map.of("family", family, "gradient", gradient, "control", control);
        assertTrue(assertThrows(Refused.class, () -> learner(task, options))
                .getMessage()
                .startsWith(why));
    }
}
