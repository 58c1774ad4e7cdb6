package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.memory.Saved;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Learns from records of small networks, of which all is known, what these are. */
class FieldNetworkTest {

    private static final int RECORDS = 4000;

    private static Pupil pupil(TwoLayers.Shape shape, int chains) {
        return new Pupil(new LayersTask(shape, 200, chains, 1, 0.2, 200, 0, 0), new Chance(new Noise(3), 0));
    }

    private static List<Frame> frames(List<double[]> records) {
        List<Frame> frames = new ArrayList<>();
        for (double[] record : records) {
            frames.add(new Frame(frames.size(), "record", 0, record, Optional.empty()));
        }
        return frames;
    }

    private static void learn(Pupil pupil, List<Frame> records, int passes) {
        pupil.take(records);
        for (int pass = 0; pass < passes; pass++) {
            for (int from = 0; from < records.size(); from += 200) {
                int first = from;
                int[] some = new int[Math.min(200, records.size() - from)];
                Arrays.setAll(some, k -> first + k);
                pupil.step(records, some, pass, pass >= passes / 2);
            }
        }
        pupil.settle();
    }

    /**
     * The likeliest network of N records of a teacher diverges from it by χ²/2N, of as many degrees of freedom as there are
     * couplings that matter; of all couplings at most.
     */
    @ParameterizedTest
    @CsvSource({
        "QUARTIC, QUARTIC, 2, 2",
        "QUARTIC, GAUSSIAN, 2, 2",
        "QUARTIC, BINARY, 2, 2",
        "GAUSSIAN, GAUSSIAN, 2, 1.2",
        "GAUSSIAN, BINARY, 2, 2",
        "BINARY, BINARY, 5, 2",
        "BINARY, QUARTIC, 5, 2"
    })
    void aTeacherIsRecoveredAsWellAsItsRecordsTell(Layer visible, Layer hidden, int sites, double strength) {
        TwoLayers teacher = SmallNetworks.byChance(visible, sites, hidden, 1, strength);
        Pupil pupil = pupil(teacher.shape(), 200);
        learn(pupil, frames(SmallNetworks.records(teacher, RECORDS)), 120);

        double found = 2 * RECORDS * SmallNetworks.divergence(teacher, pupil.network());
        TwoLayers apart = pupil.network().between(pupil.contrast().alone(), 0);
        double blind = 2 * RECORDS * SmallNetworks.divergence(teacher, apart);
        int couplings = teacher.shape().bonds() + sites * visible.couplings() + hidden.couplings();

        assertTrue(found < couplings + 3 * Math.sqrt(2.0 * couplings), found + " of " + couplings);
        assertTrue(blind > 5 * couplings, "the records tell that there are bonds: " + blind);
    }

    /** Pixels that are never inked: a well on each side describes them, and bonds must not tip them into the other. */
    @Test
    void sitesThatHardlyMoveStayOnTheirSide() {
        int moving = 6;
        TwoLayers.Shape shape = new TwoLayers.Shape(Layer.QUARTIC, 2 * moving, Layer.QUARTIC, 12);
        SplittableRandom random = new SplittableRandom(5);
        List<double[]> records = new ArrayList<>();
        while (records.size() < 1000) {
            double[] record = new double[2 * moving];
            double shared = random.nextBoolean() ? 1 : -1;
            Arrays.setAll(record, site -> site < moving && random.nextDouble() < 0.7 ? shared : -1);
            Arrays.setAll(record, site -> record[site] + random.nextDouble(-0.0625, 0.0625));
            records.add(record);
        }
        int tipped = 0;
        int all = 0;
        for (int seed = 1; seed <= 4; seed++) {
            Pupil pupil =
                    new Pupil(new LayersTask(shape, 100, 100, 1, 0.05, 500, 1, 0), new Chance(new Noise(seed), 0));
            learn(pupil, frames(records), 4);
            for (double[] chain : pupil.contrast().chains().visible()) {
                tipped += (int)
                        Arrays.stream(chain).skip(moving).filter(phi -> phi > 0).count();
                all += moving;
            }
        }
        assertTrue(tipped < all / 100, tipped + " of " + all);
    }

    /** A fifth of all values is missing by chance: what is left tells as much as so many fewer records at worst. */
    @Test
    void missingValuesAreSampledAndNotTakenForAnything() {
        TwoLayers teacher = SmallNetworks.byChance(Layer.BINARY, 5, Layer.BINARY, 1, 2);
        List<double[]> records = SmallNetworks.records(teacher, RECORDS);
        SplittableRandom random = new SplittableRandom(2);
        records.forEach(record -> {
            for (int site = 0; site < record.length; site++) {
                record[site] = random.nextDouble() < 0.2 ? Double.NaN : record[site];
            }
        });
        Pupil pupil = pupil(teacher.shape(), 200);
        learn(pupil, frames(records), 120);
        double found = 2 * RECORDS * SmallNetworks.divergence(teacher, pupil.network());

        assertTrue(found < 2 * (11 + 3 * Math.sqrt(22)), "" + found);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13})
    void missingValuesAreRemembered(int cut) {
        List<double[]> records = new ArrayList<>();
        for (int k = 0; k < 20; k++) {
            records.add(new double[] {k % 3 == 0 ? Double.NaN : 0.1 * k - 1, 0.4, k == 5 ? Double.NaN : -0.05 * k});
        }
        TwoLayers.Shape shape = new TwoLayers.Shape(Layer.QUARTIC, 3, Layer.QUARTIC, 2);
        Pupil whole = pupil(shape, 5);
        whole.take(frames(records));
        Pupil half = pupil(shape, 5);
        half.take(frames(records));
        for (int step = 0; step < 20; step++) {
            if (step == cut) {
                Saved saved = Saved.of(half);
                half = pupil(shape, 5);
                saved.into(half);
                assertArrayEquals(saved.bytes(), Saved.of(half).bytes());
            }
            whole.step(frames(records), new int[] {step, (3 * step + 1) % 20}, step, step > 10);
            half.step(frames(records), new int[] {step, (3 * step + 1) % 20}, step, step > 10);
        }
        assertArrayEquals(Saved.of(whole).bytes(), Saved.of(half).bytes());
    }

    private static List<Reading> run(Map<String, Object> options) {
        TwoLayers teacher = SmallNetworks.byChance(Layer.QUARTIC, 2, Layer.QUARTIC, 1, 2);
        List<Frame> records = frames(SmallNetworks.records(teacher, 2000));
        Task example = Examples.task("phi4");
        Task task = new Task(
                new Lattice(1, 2, Boundary.OPEN),
                example.model(),
                example.couplings(),
                example.start(),
                30,
                example.data(),
                new Noise(1));
        Learner learner = Learners.CATALOG.make("phi4-network", options).apply(task);
        List<Reading> last = List.of();
        for (int epoch = 0; epoch < 30; epoch++) {
            Order order = new Order(epoch, 1, ChainCouplings.all(task.couplings()), List.of(), false, false, false);
            Sample sample = new Sample(order, List.of(), List.of(), List.of());
            last = learner.learn(sample, new Batch(epoch, records, epoch, 30)).readings();
        }
        return last;
    }

    private static double told(List<Reading> readings, String key) {
        return readings.stream()
                .filter(reading -> reading.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError(key + " is not told"))
                .estimate()
                .mean();
    }

    @Test
    void recordsThatAreHeldOutAreForeseenTheBetterTheMoreANetworkCanSay() {
        List<Reading> last = run(Map.of(
                "hidden_sites",
                2,
                "held_out",
                0.5,
                "annealing",
                50,
                "beside",
                "gaussian-binary",
                "minibatch",
                50,
                "rate",
                0.2,
                "temperatures",
                3));

        assertTrue(told(last, "log_likelihood") > told(last, "independent_log_likelihood"));
        assertTrue(told(last, "log_likelihood") > told(last, "gaussian-binary.log_likelihood"));
        assertTrue(told(last, "reconstruction_error") < told(last, "mean_image_error"));
        assertTrue(told(last, "exchange_rate") > 0.2 && told(last, "gaussian-binary.exchange_rate") > 0.2);
        assertTrue(told(last, "inpainting_error") < told(last, "inpainting_mean_image_error"));
    }

    @Test
    void moreChainsAtOnceThanFitAreRefused() {
        Refused refused = assertThrows(
                Refused.class, () -> Learners.CATALOG.make("phi4-network", Map.of("temperatures", 5, "chains", 4000)));
        assertEquals("options.temperatures", refused.path());
        assertEquals("temperatures times chains must be at most 16384, was 5 x 4000", refused.getMessage());
    }

    @Test
    void aMemoryOfOtherLayersIsRefused() {
        Pupil pupil = pupil(new TwoLayers.Shape(Layer.QUARTIC, 3, Layer.QUARTIC, 2), 5);
        Pupil other = pupil(new TwoLayers.Shape(Layer.QUARTIC, 3, Layer.BINARY, 2), 5);
        Refused refused = assertThrows(Refused.class, () -> Saved.of(pupil).into(other));
        assertEquals(
                "memory is of a network quartic-quartic of 3 and 2 sites in 5 chains,"
                        + " expected a network quartic-binary of 3 and 2 sites in 5 chains",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"quartic", "quartic-", "quartic-cubic", "a-b"})
    void whatIsNoPairOfLayersIsRefused(String beside) {
        Refused refused =
                assertThrows(Refused.class, () -> Learners.CATALOG.make("phi4-network", Map.of("beside", beside)));
        assertEquals("options.beside", refused.path());
        assertTrue(refused.getMessage().endsWith(", was " + beside), refused.getMessage());
    }
}
