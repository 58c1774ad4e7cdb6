package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.Runs;
import io.isinglass.streams.loop.Learned;
import io.isinglass.streams.loop.Pace;
import io.isinglass.streams.metric.Meter;
import io.isinglass.streams.metric.Row;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicaExchangeTest {

    private static final double FROM = 0.2;
    private static final double TO = 1.4;

    /** The states before an exchange are drawn from the product of all distributions; so must be those after it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exchangesLeaveTheProductOfAllDistributionsInPlace(boolean alternating) {
        int rungs = 3;
        int epochs = 20_000;
        TwoLevels levels = new TwoLevels(1, 1);
        Learner learner = new ReplicaExchange(TwoLevels.task(epochs, 2), rungs, FROM, TO, alternating, 0);
        long[] counts = new long[1 << rungs];
        Stance stance = learner.start();
        for (int epoch = 0; epoch < epochs; epoch++) {
            Sample sample = levels.sample(epoch, stance, rungs);
            stance = learner.learn(sample, Batch.none(epoch)).next();
            counts[state(sample, stance, rungs)]++;
        }

        double chiSquare = 0;
        for (int state = 0; state < counts.length; state++) {
            double expected = epochs;
            for (int rung = 0; rung < rungs; rung++) {
                double upper = levels.upper(FROM + (TO - FROM) * rung / (rungs - 1));
                expected *= (state >> rung & 1) != 0 ? upper : 1 - upper;
            }
            assertTrue(expected > 50, "the test can see every state");
            chiSquare += (counts[state] - expected) * (counts[state] - expected) / expected;
        }
        assertTrue(chiSquare < 26, "seven degrees of freedom, 5e-4 level: " + chiSquare);
    }

    /** Rung by rung, the states after the exchange: chains are known by the couplings that they have next. */
    private static int state(Sample sample, Stance next, int rungs) {
        int state = 0;
        for (int chain = 0; chain < rungs; chain++) {
            double k = next.couplings().of(chain).at(Ising.BOND);
            int rung = (int) Math.round((k - FROM) / (TO - FROM) * (rungs - 1));
            state |= sample.chains().get(chain).value(1, Ising.BOND) > 0 ? 1 << rung : 0;
        }
        return state;
    }

    /**
     * With N + 1 rungs, states drawn anew each epoch and r_i rejected by pair i, the rate of round trips is
     * 1/(2 + 2 Σ r_i/(1 − r_i)) if pairs take turns and 1/(2N + 2 Σ r_i/(1 − r_i)) if they are drawn by lot (Syed et al.
     * 2021, corollary 2).
     */
    @Test
    void roundTripsAreAsManyAsTheorySaysAndMoreIfPairsTakeTurns() {
        int rungs = 8;
        TwoLevels levels = new TwoLevels(6, 3);
        double odds = 0;
        double barrier = 0;
        for (int pair = 0; pair < rungs - 1; pair++) {
            double rejected = levels.rejected(step(pair, rungs), step(pair + 1, rungs));
            odds += rejected / (1 - rejected);
            barrier += rejected;
        }
        assertTrue(odds > 0.5, "some exchanges are rejected");

        Estimate inTurn = rate(levels, rungs, true, barrier);
        Estimate byLot = rate(levels, rungs, false, barrier);
        assertEquals(1 / (2 + 2 * odds), inTurn.mean(), 4 * inTurn.stderr());
        assertEquals(1 / (2.0 * (rungs - 1) + 2 * odds), byLot.mean(), 4 * byLot.stderr());
        assertTrue(inTurn.stderr() < 0.03 * inTurn.mean() && byLot.stderr() < 0.06 * byLot.mean(), "errors are small");
        assertTrue(inTurn.mean() > 2 * byLot.mean(), inTurn + " " + byLot);
    }

    private static double step(int rung, int rungs) {
        return 0.8 * rung / (rungs - 1);
    }

    private static Estimate rate(TwoLevels levels, int rungs, boolean alternating, double barrier) {
        int epochs = 12_000;
        Learner learner = new ReplicaExchange(TwoLevels.task(epochs, 5), rungs, 0, 0.8, alternating, 0);
        Lesson lesson = new Lesson(learner.start(), List.of(), List.of());
        for (int epoch = 0; epoch < epochs; epoch++) {
            lesson = learner.learn(levels.sample(epoch, lesson.next(), rungs), Batch.none(epoch));
        }
        Estimate told = TwoLevels.reading(lesson, "barrier").estimate();
        assertEquals(barrier, told.mean(), 4 * told.stderr());
        assertTrue(told.stderr() < 0.02);
        for (int pair = 0; pair < rungs - 1; pair++) {
            Estimate accepted =
                    TwoLevels.reading(lesson, "t0" + pair + ".acceptance").estimate();
            double exact = 1 - levels.rejected(step(pair, rungs), step(pair + 1, rungs));
            assertEquals(exact, accepted.mean(), 4 * accepted.stderr(), "pair " + pair);
        }
        Estimate rate = TwoLevels.reading(lesson, "round_trip_rate").estimate();
        double trips = TwoLevels.reading(lesson, "round_trips").estimate().mean();
        assertEquals(trips / epochs, rate.mean(), 1e-9);
        return rate;
    }

    /** By lot chains walk at random: the flow falls from 1 to 0 by steps as 1/(1 − r_i), like a voltage. */
    @Test
    void theLadderTurnsUntilAllPairsRejectAlikeAndIsThenHeld() {
        int rungs = 6;
        int epochs = 6000;
        TwoLevels levels = new TwoLevels(3, 7);
        Learner learner = new ReplicaExchange(TwoLevels.task(epochs, 5), rungs, 0, 2, false, 0.4);
        Lesson lesson = new Lesson(learner.start(), List.of(), List.of());
        Map<String, Double> held = new HashMap<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            lesson = learner.learn(levels.sample(epoch, lesson.next(), rungs), Batch.none(epoch));
            boolean adapting = TwoLevels.reading(lesson, "adapting").estimate().mean() == 1;
            assertEquals(epoch < 2400, adapting);
            for (int rung = 0; rung < rungs && !adapting; rung++) {
                String key = "t0" + rung + ".factor";
                double factor = TwoLevels.reading(lesson, key).estimate().mean();
                assertEquals(held.computeIfAbsent(key, _ -> factor), factor, "held");
            }
        }

        assertEquals(0, held.get("t00.factor"));
        assertEquals(2, held.get("t05.factor"));
        double least = 1;
        double most = 0;
        double resistance = 0;
        double[] below = new double[rungs];
        for (int pair = 0; pair < rungs - 1; pair++) {
            double rejected =
                    levels.rejected(held.get("t0" + pair + ".factor"), held.get("t0" + (pair + 1) + ".factor"));
            least = Math.min(least, rejected);
            most = Math.max(most, rejected);
            resistance += 1 / (1 - rejected);
            below[pair + 1] = resistance;
        }
        for (int rung = 0; rung < rungs; rung++) {
            Estimate flow = TwoLevels.reading(lesson, "t0" + rung + ".flow").estimate();
            assertEquals(1 - below[rung] / resistance, flow.mean(), 4 * flow.stderr() + 1e-12, "flow at " + rung);
            assertTrue(flow.stderr() < 0.05);
        }
        double first = levels.rejected(0, 0.4) / levels.rejected(1.6, 2);
        assertTrue(first > 100, "on equal steps the first pair rejects far more: " + first);
        assertTrue(most / least < 1.5, "from " + least + " to " + most);
    }

    @Test
    void energiesAtEveryTemperatureAreThoseOfTheSumOverAllStates() {
        int rungs = 6;
        List<Learned> run = glass(rungs, 600, 20, 11);
        List<Chain> chains = glassLearner(rungs, 600).chains();
        Meter meter = new Meter("r", Glass.LATTICE, new Ising(), chains, 0, Clock.systemUTC());
        Map<String, Row> last = new HashMap<>();
        run.forEach(learned -> meter.rows(learned).forEach(row -> last.put(row.key(), row)));

        for (int rung = 0; rung < rungs; rung++) {
            double factor = last.get("t0" + rung + ".factor").value();
            Row energy = last.get("t0" + rung + ".energy");
            assertEquals(Glass.energy(factor), energy.value(), 4 * energy.stderr(), "at factor " + factor);
            assertTrue(energy.stderr() < 0.01, "the test can see a bias of one part in fifty");
            int kept = rung % (rungs - 1) == 0 ? 600 - 1 : 600 - 150 - 1;
            assertEquals(20 * kept, energy.size() * 2 * energy.tau(), 1, "since its factor last turned");
        }
        assertTrue(last.get("round_trips").value() > 20, "chains wander");
    }

    private static Task glassTask(long epochs) {
        return new Task(
                Glass.LATTICE,
                new Ising(),
                new Couplings(1, 0, 0),
                Start.DISORDERED,
                epochs,
                Optional.empty(),
                new Noise(4));
    }

    private static Learner glassLearner(int rungs, long epochs) {
        return new ReplicaExchange(glassTask(epochs), rungs, 0.1, 1.6, true, 0.25);
    }

    private static List<Learned> glass(int rungs, int epochs, int sweeps, long seed) {
        return Runs.of(
                glassTask(epochs), _ -> glassLearner(rungs, epochs), Runs.blind(epochs), new Pace(sweeps, 0, 0), seed);
    }

    @Test
    void whatIsLeftToChanceIsDrawnFromTheNoiseOfTheRun() {
        TwoLevels levels = new TwoLevels(2, 1);
        Learner one = new ReplicaExchange(TwoLevels.task(9, 1), 8, 0, 1, true, 0);
        Learner same = new ReplicaExchange(TwoLevels.task(9, 1), 8, 0, 1, true, 0);
        Learner other = new ReplicaExchange(TwoLevels.task(9, 2), 8, 0, 1, true, 0);
        Sample sample = levels.sample(0, one.start(), 8);
        // Pairs that reject half.
        for (int chain = 0; chain < 8; chain++) {
            sample.chains()
                    .get(chain)
                    .add(1, Ising.BOND, 5 * chain - sample.chains().get(chain).value(1, Ising.BOND));
        }

        Stance next = one.learn(sample, Batch.none(0)).next();
        assertEquals(next, same.learn(sample, Batch.none(0)).next());
        assertNotEquals(next, other.learn(sample, Batch.none(0)).next());
    }

    @Test
    void theBearersAreThoseOfTheEpochNotOfTheNext() {
        for (Learned learned : glass(4, 60, 2, 3)) {
            List<Integer> bearers = learned.lesson().bearers();
            IntStream.range(1, 4)
                    .forEach(rung -> assertTrue(
                            coupling(learned, bearers.get(rung - 1)) < coupling(learned, bearers.get(rung))));
        }
    }

    private static double coupling(Learned learned, int chain) {
        return learned.sample().order().couplings().of(chain).at(Ising.BOND);
    }

    @Test
    void aLadderThatDoesNotRiseIsRefused() {
        Refused refused =
                assertThrows(Refused.class, () -> new ReplicaExchange(TwoLevels.task(9, 1), 8, 1, 1, true, 0));
        assertEquals("from must be below to, which is 1.0, was 1.0", refused.getMessage());
        assertEquals("options.from", refused.path());
    }
}
