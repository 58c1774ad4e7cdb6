package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.HeatBath;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestorationTest {

    private static final double NOISE = 0.2;
    private static final int FRAMES = 6;
    private static final int LOOKS = 6;
    private static final Lattice SQUARE = new Lattice(64, 64, Boundary.TORUS);

    /** Onsager's bond density at K = 0.5: -u / 2. */
    private static final double ONSAGER = 1.745564575313 / 2;

    /** 1/√Var of the bond sum of 64 x 64 sites at K = 0.5, where the specific heat per site is 0.7249 = K² Var / N. */
    private static final double LEAST_ERROR = 0.5 / Math.sqrt(0.724871448602 * 64 * 64);

    @Test
    void findsTheCouplingAndTheNoiseOfAnIsingSample() {
        double[] offK = new double[4];
        double[] offP = new double[4];
        for (int seed = 0; seed < offK.length; seed++) {
            List<Learned> run = run(SQUARE, looks("sample", isingSample(0.5, seed), seed), LOOKS, seed);
            Estimate k = Runs.last(run, "bond_coupling");
            Estimate p = Runs.last(run, "flip_rate");

            assertTrue(k.sigmas(0.5) < 4, k + " is not K=0.5");
            assertTrue(p.sigmas(NOISE) < 4, p + " is not p=0.2");
            assertTrue(k.stderr() < 0.02, "the test can see that K is off by 0.08: " + k);
            assertTrue(p.stderr() < 0.004, "the test can see that p is off by 0.016: " + p);
            assertTrue(k.stderr() > 0.6 * LEAST_ERROR, "no sample tells K better than Cramér and Rao allow: " + k);
            offK[seed] = k.sigmas(0.5);
            offP[seed] = p.sigmas(NOISE);
        }
        assertTrue(meanSquare(offK) < 1 + 4 * Math.sqrt(2.0 / 4), "errors of K cover the truth: " + meanSquare(offK));
        assertTrue(meanSquare(offP) < 1 + 4 * Math.sqrt(2.0 / 4), "errors of p cover the truth: " + meanSquare(offP));
    }

    @Test
    void theFreeChainIsInEquilibriumAtTheCouplingFound() {
        List<Learned> run = run(SQUARE, looks("sample", isingSample(0.5, 1), 1), LOOKS, 1);
        long held = run.stream().skip(run.size() * 3L / 5 + 1).count();
        double density = run.stream()
                .skip(run.size() * 3L / 5 + 1)
                .mapToDouble(learned -> bonds(learned.sample(), 2))
                .average()
                .orElseThrow();
        double k = Runs.last(run, "bond_coupling").mean();

        assertEquals(onsager(k), density, 0.01, held + " epochs at K=" + k);
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.2", "0.3"})
    void restoresBlobsAndFindsTheirNoise(double noise) {
        Lattice lattice = new Lattice(48, 64, Boundary.TORUS);
        double[] clean = blobs(lattice);
        List<Learned> run = run(lattice, looks("blobs", clean, noise, 3, 12), 4, 5);

        Estimate p = Runs.last(run, "flip_rate");
        assertEquals(noise, p.mean(), 0.01 + 4 * Math.sqrt(noise * (1 - noise) / clean.length / 6));
        assertTrue(p.stderr() < 0.01, p.toString());
        Estimate wrong = Runs.last(run, "site_error");
        assertTrue(wrong.mean() < noise / 5, "restored to " + wrong);
        assertTrue(Runs.last(run, "bond_coupling").mean() > 0.44, "blobs are smoother than the critical field");
    }

    @Test
    void theRestoredFieldIsTheLikelierValueAndTheErrorIsCountedAgainstTheTruth() {
        Lattice lattice = new Lattice(48, 64, Boundary.TORUS);
        double[] clean = blobs(lattice);
        Learned last = run(lattice, looks("blobs", clean, NOISE, 3, 2), 4, 5).getLast();

        float[] restored = picture(last, "restored").values();
        float[] certainty = picture(last, "certainty").values();
        float[] noisy = picture(last, "noisy").values();
        float[] mean = last.sample().means().getFirst();
        int wrong = 0;
        for (int site = 0; site < clean.length; site++) {
            assertEquals(Math.abs(mean[site]), certainty[site]);
            assertEquals(mean[site] == 0 ? noisy[site] : Math.signum(mean[site]), restored[site]);
            wrong += restored[site] == clean[site] ? 0 : 1;
        }
        double[] seen = last.batch().frame().orElseThrow().seen();
        assertArrayEquals(seen, widened(noisy));
        assertEquals(
                (double) wrong / clean.length,
                Runs.last(List.of(last), "frame_site_error").mean());
    }

    @Test
    void framesOfAnotherImageAreNotMixedWithThoseOfTheLast() {
        Restoration learner = new Restoration(task(new Lattice(2, 2, Boundary.TORUS), 100), 0.35, 2, 0.4);
        double[] a = {1, 1, -1, -1};
        double[] b = {1, -1, 1, -1};
        double[] other = {-1, -1, -1, 1};

        assertArrayEquals(a, stream(learner, 0, "one", 0, a));
        assertArrayEquals(new double[] {2, 0, 0, -2}, stream(learner, 1, "one", 1, b));
        assertArrayEquals(new double[] {2, -2, 2, -2}, stream(learner, 2, "one", 2, b), "memory of two frames");
        assertArrayEquals(other, stream(learner, 3, "two", 0, other));
        assertArrayEquals(new double[] {0, -2, 0, 0}, stream(learner, 4, "two", 1, b));
    }

    @Test
    void thePosteriorSeesThePresentFrameAndTheFreeChainNone() {
        Restoration learner = new Restoration(task(new Lattice(2, 2, Boundary.TORUS), 100), 0.35, 2, 0.4);
        double[] a = {1, 1, -1, -1};
        Frame frame = new Frame(0, "one", 0, a, Optional.empty());
        Batch first = new Batch(0, frame, 0, 2);
        Batch second = new Batch(1, frame, 1, 2);

        assertArrayEquals(a, learner.evidence(0, first).orElseThrow());
        assertTrue(learner.evidence(2, first).isEmpty());
        for (int chain = 0; chain < 3; chain++) {
            assertTrue(learner.evidence(chain, second).isEmpty(), "a second look brings no new evidence");
        }
        assertEquals(
                List.of(Start.EVIDENCE, Start.EVIDENCE, Start.ORDERED),
                learner.chains().stream().map(Chain::start).toList());
    }

    @Test
    void differentImagesOfOneNoiseGiveThatNoise() {
        Lattice lattice = new Lattice(48, 64, Boundary.TORUS);
        List<Frame> frames = new ArrayList<>();
        double[] clean = blobs(lattice);
        for (int image = 0; image < 6; image++) {
            frames.addAll(looks("image " + image, clean, NOISE, image, 3, frames.size()));
            clean = turned(lattice, clean);
        }
        List<Learned> run = run(lattice, frames, 4, 9);

        Estimate p = Runs.last(run, "flip_rate");
        assertEquals(NOISE, p.mean(), 0.03, "one to three frames an image: part of the noise is taken for spin flips");
        assertTrue(Runs.last(run, "site_error").mean() < NOISE / 4);
    }

    @Test
    void withoutTheTruthNoErrorIsTold() {
        List<Frame> blind = looks("blobs", blobs(SQUARE), NOISE, 3, 2).stream()
                .map(frame -> new Frame(frame.index(), frame.name(), frame.look(), frame.seen(), Optional.empty()))
                .toList();
        Set<String> keys = run(SQUARE, blind, 2, 1).stream()
                .flatMap(learned -> learned.lesson().readings().stream())
                .map(Reading::key)
                .collect(Collectors.toSet());

        assertTrue(keys.containsAll(Set.of("bond_coupling", "flip_rate", "certainty")), keys.toString());
        assertTrue(keys.stream().noneMatch(key -> key.contains("site_error")), keys.toString());
    }

    @Test
    void kAndPAreHeldInTheLastPartOfTheRun() {
        List<Learned> run = run(SQUARE, looks("blobs", blobs(SQUARE), NOISE, 3, 5), 4, 1);
        List<Couplings> couplings = run.stream()
                .map(learned -> learned.sample().order().couplings().shared())
                .toList();

        assertEquals(1, couplings.stream().skip(12).distinct().count(), "12 of 20 epochs are learned from");
        assertTrue(couplings.stream().limit(12).distinct().count() > 8, couplings.toString());
        assertEquals(Runs.last(run, "bond_coupling").mean(), couplings.getLast().at(Ising.BOND));
    }

    @Test
    void needsDataAndTheIsingModel() {
        Task blind = new Task(
                SQUARE, new Ising(), new Couplings(0.2, 0, 0), Start.ORDERED, 9, Optional.empty(), new Noise(5));

        Refused refused = assertThrows(Refused.class, () -> new Restoration(blind, 0.35, 6, 0.4));
        assertTrue(refused.getMessage().contains("data"), refused.getMessage());
    }

    private static List<Learned> run(Lattice lattice, List<Frame> frames, int looks, long seed) {
        Task task = task(lattice, (long) frames.size() * looks);
        return Runs.of(
                task,
                each -> new Restoration(each, 0.35, FRAMES, 0.4),
                Runs.looking(frames, looks),
                new Pace(40, 0, 0),
                seed);
    }

    private static Task task(Lattice lattice, long epochs) {
        return new Task(
                lattice,
                new Ising(),
                new Couplings(0.2, 0, 0),
                Start.DISORDERED,
                epochs,
                Optional.of(Schema.PLAIN),
                new Noise(5));
    }

    private static double[] stream(Restoration learner, long epoch, String name, int look, double[] seen) {
        Frame frame = new Frame(epoch, name, look, seen, Optional.empty());
        return learner.evidence(1, new Batch(epoch, frame, 0, 1)).orElseThrow();
    }

    /** A field of the Ising model, swept from order for long. */
    private static double[] isingSample(double k, long seed) {
        Dynamics dynamics = new Dynamics(new Ising(), new HeatBath(new Ising()), new Noise(900 + seed));
        Mosaic mosaic = new Mosaic(new Cut(SQUARE, 1, 1), dynamics, 1);
        mosaic.restart(0, Start.ORDERED);
        mosaic.run(400, new Couplings(k, 0, 0));
        return widened(mosaic.tiles().getFirst().picture(0));
    }

    /** Three discs and a bar, white on black. */
    private static double[] blobs(Lattice lattice) {
        double[] blobs = new double[(int) lattice.sites()];
        for (int site = 0; site < blobs.length; site++) {
            int x = site % lattice.columns();
            int y = site / lattice.columns();
            boolean white = Math.hypot(x - 16, y - 16) < 10
                    || Math.hypot(x - 46, y - 14) < 8
                    || Math.hypot(x - 38, y - 34) < 9
                    || x >= 4 && x < 20 && y >= 32 && y < 42;
            blobs[site] = white ? 1 : -1;
        }
        return blobs;
    }

    /** The same picture moved on by a quarter of the lattice. */
    private static double[] turned(Lattice lattice, double[] picture) {
        double[] turned = new double[picture.length];
        int by = (int) lattice.sites() / 4 + lattice.columns() / 4;
        for (int site = 0; site < turned.length; site++) {
            turned[(site + by) % turned.length] = picture[site];
        }
        return turned;
    }

    private static List<Frame> looks(String name, double[] clean, long seed) {
        return looks(name, clean, NOISE, seed, FRAMES);
    }

    private static List<Frame> looks(String name, double[] clean, double noise, long seed, int frames) {
        return looks(name, clean, noise, seed, frames, 0);
    }

    private static List<Frame> looks(String name, double[] clean, double noise, long seed, int frames, int first) {
        List<Frame> looks = new ArrayList<>();
        for (int look = 0; look < frames; look++) {
            double[] seen = clean.clone();
            Dice dice = new Noise(seed).dice(0, look, Noise.DATA);
            dice.row(0);
            for (int site = 0; site < seen.length; site++) {
                seen[site] *= dice.uniform(site, 0) < noise ? -1 : 1;
            }
            looks.add(new Frame(first + look, name, look, seen, Optional.of(clean)));
        }
        return looks;
    }

    private static Picture picture(Learned learned, String name) {
        return learned.lesson().pictures().stream()
                .filter(picture -> picture.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double bonds(Sample sample, int chain) {
        double sum = 0;
        for (int row = 0; row < sample.order().sweeps(); row++) {
            sum += sample.chains().get(chain).value(row, Ising.BOND);
        }
        return sum / sample.order().sweeps() / SQUARE.countBonds();
    }

    /** Onsager's bond density near K = 0.5, where its slope is half the specific heat over K². */
    private static double onsager(double k) {
        return ONSAGER + (k - 0.5) * 0.724871448602 / 2 / 0.25;
    }

    private static double meanSquare(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum / values.length;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = values[k];
        }
        return wide;
    }
}
