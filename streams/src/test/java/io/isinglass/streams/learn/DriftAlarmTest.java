package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Ising;
import io.isinglass.streams.SweptLattice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The interval between false alarms is what was asked for, or longer, whatever the tails; a change is found soon. */
class DriftAlarmTest {

    private static final int SITES = 16;
    private static final double INTERVAL = 10_000;

    private static long alarms(DoubleSupplier numbers, long count, double interval) {
        DriftAlarm alarm = new DriftAlarm(interval);
        for (long k = 0; k < count; k++) {
            alarm.add(numbers.getAsDouble());
        }
        return alarm.alarms();
    }

    /** Expected are at most count/interval; of a Poisson number of mean 40, 60 and more come once in 600 times. */
    @ParameterizedTest
    @ValueSource(strings = {"normal", "exponential", "skewed"})
    void falseAlarmsAreAsRareAsAskedFor(String kind) {
        SplittableRandom lot = new SplittableRandom(11);
        DoubleSupplier numbers = switch (kind) {
            case "normal" -> lot::nextGaussian;
            case "exponential" -> () -> lot.nextExponential() - 1;
            default -> () -> lot.nextDouble() < 0.05 ? 4.75 : -0.25;
        };
        long alarms = alarms(numbers, 400_000, INTERVAL);

        assertTrue(alarms < 60, kind + ": " + alarms);
        assertTrue(alarms > 8, kind + ": " + alarms + ", and not rarer by far");
    }

    @Test
    void aLargerMeanIsFoundSoon() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom lot = new SplittableRandom(seed);
            DriftAlarm alarm = new DriftAlarm(INTERVAL);
            for (int k = 0; k < 2000; k++) {
                alarm.add(lot.nextGaussian());
            }
            long before = alarm.alarms();
            int after = 0;
            while (!alarm.add(lot.nextGaussian() + 0.5)) {
                after++;
            }
            assertTrue(before <= 1);
            assertTrue(after < 200, "seed " + seed + ": " + after);
        }
    }

    /** Couplings J of sixteen spins without fields: their means are 0, whatever J is. */
    private static List<double[]> records(int count, int teacher, int seed) {
        SplittableRandom lot = new SplittableRandom(teacher);
        double[][] couplings = new double[SITES][SITES];
        for (int one = 0; one < SITES; one++) {
            for (int other = one + 1; other < SITES; other++) {
                couplings[one][other] = couplings[other][one] = 0.2 * lot.nextGaussian();
            }
        }
        SplittableRandom dice = new SplittableRandom(seed);
        int chains = 50;
        double[][] spins = new double[chains][SITES];
        List<double[]> records = new ArrayList<>();
        for (int sweep = 0; records.size() < count; sweep++) {
            for (double[] chain : spins) {
                for (int site = 0; site < SITES; site++) {
                    double field = 0;
                    for (int other = 0; other < SITES; other++) {
                        field += couplings[site][other] * chain[other];
                    }
                    chain[site] = dice.nextDouble() < 1 / (1 + Math.exp(-2 * field)) ? 1 : -1;
                }
                if (sweep > 50 && sweep % 10 == 0 && records.size() < count) {
                    records.add(chain.clone());
                }
            }
        }
        return records;
    }

    private static double[] alarmsOf(List<double[]> records) {
        Lattice complete = Examples.complete(SITES);
        Task task = Examples.task(complete, 5);
        Network network = new Network(task, 0, 0, 300, INTERVAL);
        List<Frame> frames = new ArrayList<>();
        for (double[] record : records) {
            frames.add(new Frame(
                    frames.size(), "r" + frames.size(), 0, record, Optional.empty(), List.of(), false, List.of()));
        }
        Order order = new Order(
                0,
                1,
                network.start().couplings(),
                List.of(Change.of(0, Optional.of(Start.ORDERED), Optional.empty())),
                true,
                false,
                false);
        Sample sample = new SweptLattice(complete, new Ising(), 2, 3).sample(order);
        return network.learn(sample, new Batch(0, frames, 0, 1)).readings().stream()
                .filter(reading -> reading.key().startsWith("changes."))
                .mapToDouble(reading -> reading.estimate().mean())
                .toArray();
    }

    @Test
    void couplingsThatChangeWhileMeansDoNotAreFoundInThreeHundredRecords() {
        int early = 0;
        for (int teacher = 0; teacher < 8; teacher++) {
            List<double[]> records = records(4000, 100 + teacher, 1);
            records.addAll(records(300, 200 + teacher, 2));
            double[] changes = alarmsOf(records);

            early += (int) Arrays.stream(changes).filter(at -> at < 4000).count();
            assertTrue(Arrays.stream(changes).anyMatch(at -> at >= 4000), "teacher " + teacher);
        }
        assertTrue(early <= 9, early + " false alarms in 32 000 records");
    }

    /** Of 240 000 records of models that do not change at most 24 are false alarms in the mean. */
    @Test
    void aModelThatDoesNotChangeRaisesAFalseAlarmInTenThousandRecordsAtMost() {
        int alarms = 0;
        for (int teacher = 0; teacher < 6; teacher++) {
            alarms += alarmsOf(records(40_000, 300 + teacher, 3)).length;
        }
        assertTrue(alarms <= 24, alarms + " false alarms");
        assertEquals(0, alarmsOf(records(200, 1, 1)).length, "nothing is known after 200 records");
    }
}
