package io.isinglass.streams.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Reading;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Stance;
import io.isinglass.streams.loop.Learned;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeterTest {

    private static final Lattice LATTICE = new Lattice(4, 4, Boundary.TORUS);
    private static final Couplings COLD = new Couplings(0.5, 0, 0);
    private static final Couplings WARM = new Couplings(0.2, 0, 0);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Change FREE_BEGINS = Change.of(1, Optional.of(Start.ORDERED), Optional.empty());
    private static final Change POSTERIOR_BEGINS = Change.of(0, Optional.of(Start.ORDERED), Optional.empty());
    private static final Change FREE_SEES = Change.of(1, Optional.empty(), Optional.of(new double[16]));

    private final List<Chain> chains =
            List.of(new Chain("posterior", Start.EVIDENCE, true), new Chain("free", Start.ORDERED, false));
    private final Meter meter = new Meter("run 1", LATTICE, new Ising(), chains, 0, CLOCK);

    @Test
    void theFirstEpochIsShownAndThenDropped() {
        assertEquals(0.1, bondDensity(meter, epoch(0, COLD, 0.1), "free"));
        assertEquals(0.2, bondDensity(meter, epoch(1, COLD, 0.2), "free"));
        assertEquals((0.2 + 0.3) / 2, bondDensity(meter, epoch(2, COLD, 0.3), "free"), 1e-12);
        assertEquals((0.2 + 0.3 + 0.7) / 3, bondDensity(meter, epoch(3, COLD, 0.7), "free"), 1e-12);
    }

    @Test
    void meansBeginAnewWhenTheCouplingsTurn() {
        for (int epoch = 0; epoch < 3; epoch++) {
            meter.rows(epoch(epoch, COLD, 0.9));
        }

        assertEquals(0.4, bondDensity(meter, epoch(3, WARM, 0.4), "free"));
        assertEquals(0.3, bondDensity(meter, epoch(4, WARM, 0.3), "free"));
        assertEquals(0.25, bondDensity(meter, epoch(5, WARM, 0.2), "free"), 1e-12);
        assertEquals(0.6, bondDensity(meter, epoch(6, COLD, 0.6), "free"), "and when they turn back");
    }

    @Test
    void meansOfAChainBeginAnewWhenItBeginsAnewOrSeesOtherEvidence() {
        for (Change change : List.of(FREE_BEGINS, FREE_SEES)) {
            Meter meter = new Meter("run 1", LATTICE, new Ising(), chains, 0, CLOCK);
            meter.rows(epoch(0, COLD, 0.1));
            meter.rows(epoch(1, COLD, 0.1));
            Learned changed = epoch(2, COLD, 0.5, change);

            List<Row> rows = meter.rows(changed);
            assertEquals(0.5, row(rows, "free.bond_density").value());
            assertEquals(0.3, row(rows, "posterior.bond_density").value(), 1e-12, "the other chain goes on");
        }
    }

    @Test
    void theErrorIsThatOfTheMeasurementsKept() {
        Learned dropped = epoch(0, COLD, 0.9);
        meter.rows(dropped);
        double[] densities = {0.25, 0.5, 0.375, 0.125};
        Row row = row(meter.rows(learned(1, COLD, densities, List.of())), "free.bond_density");

        double mean = 0.3125;
        double squares = LongStream.of(1, 9, 1, 9).sum() * 0.0625 * 0.0625;
        assertEquals(mean, row.value(), 1e-12);
        // Student's t of four measurements is wider than Gauss by 1 + 1/(2 · 4).
        assertEquals(1.125 * Math.sqrt(squares / 3 / 4), row.stderr(), 1e-12);
        assertEquals(4, row.size(), 1e-12);
        assertEquals(0.5, row.tau(), 1e-12);
    }

    @Test
    void observablesAreThoseOfTheModelForEveryChain() {
        List<String> keys =
                meter.rows(epoch(0, COLD, 0.1)).stream().map(Row::key).toList();
        List<String> names = List.of(
                "bond_density",
                "energy",
                "magnetisation",
                "abs_magnetisation",
                "energy_squared",
                "magnetisation_squared",
                "magnetisation_fourth",
                "specific_heat",
                "susceptibility",
                "binder",
                "burn_in",
                "burn_in_z");
        List<String> truth = new ArrayList<>();
        names.forEach(name -> truth.add("posterior." + name));
        names.forEach(name -> truth.add("free." + name));
        truth.add("lesson");

        assertEquals(truth, keys);
    }

    @Test
    void pooledChainsAreToldTogetherBeforeEachAlone() {
        Meter meter = new Meter("run 1", LATTICE, new Ising(), pooled(), 0, CLOCK);
        List<String> keys = meter.rows(pair(0, 0.1, 0.2)).stream().map(Row::key).toList();
        List<String> single = keys.stream()
                .filter(key -> key.startsWith("c0."))
                .map(key -> key.substring(3))
                .toList();
        List<String> truth = new ArrayList<>(single.subList(0, single.size() - 2));
        single.subList(0, 7).forEach(name -> truth.add("r_hat." + name));
        single.forEach(name -> truth.add("c0." + name));
        single.forEach(name -> truth.add("c1." + name));

        assertEquals(truth, keys);
        assertEquals(List.of("burn_in", "burn_in_z"), single.subList(single.size() - 2, single.size()));
    }

    @Test
    void pooledMeansAreThoseOfIndependentChainsAndRatiosAreTakenAtThem() {
        Meter meter = new Meter("run 1", LATTICE, new Ising(), pooled(), 0, CLOCK);
        meter.rows(pair(0, 0.9, -0.9));
        List<Row> rows = meter.rows(pair(1, 0.2, 0.4));
        Row first = row(rows, "c0.bond_density");
        Row second = row(rows, "c1.bond_density");
        Row both = row(rows, "bond_density");

        assertEquals((first.value() + second.value()) / 2, both.value(), 1e-12);
        assertEquals(Math.hypot(first.stderr(), second.stderr()) / 2, both.stderr(), 1e-12);
        assertTrue(both.stderr() > 0);
        assertEquals(first.size() + second.size(), both.size(), 1e-9, "chains alike in all but their mean");
        assertEquals(first.tau(), both.tau(), 1e-12);
        double mean = row(rows, "energy").value();
        double square = row(rows, "energy_squared").value();
        assertEquals(
                0.5 * 0.5 * 16 * (square - mean * mean),
                row(rows, "specific_heat").value(),
                1e-9);
        assertTrue(row(rows, "r_hat.bond_density").value() > 1.5, "no value of one is in the other");
        assertEquals(0, row(rows, "r_hat.bond_density").stderr());
    }

    @Test
    void agreementIsNotKnownOfChainsThatBeganApart() {
        Meter meter = new Meter("run 1", LATTICE, new Ising(), pooled(), 0, CLOCK);
        meter.rows(pair(0, 0.1, 0.1));
        assertTrue(row(meter.rows(pair(1, 0.1, 0.1)), "r_hat.bond_density").value() < 1.2);
        meter.rows(pair(2, 0.1, 0.1));

        assertNull(row(meter.rows(pair(3, 0.1, 0.1, FREE_BEGINS)), "r_hat.bond_density")
                .value());
    }

    @Test
    void chainsThatStandStillInDifferentPlacesHaveNoExactMean() {
        Meter meter = new Meter("run 1", LATTICE, new Ising(), pooled(), 0, CLOCK);
        Row row = row(meter.rows(still(0, 1, -1)), "bond_density");
        assertEquals(0, row.value());
        assertNull(row.stderr());
        assertEquals(99, row(meter.rows(still(1, 1, -1)), "r_hat.bond_density").value());

        Row same = row(meter.rows(still(2, 0.1, 0.1, FREE_BEGINS, POSTERIOR_BEGINS)), "bond_density");
        assertEquals(row(meter.rows(still(3, 0.1, 0.1)), "c0.bond_density").value(), same.value());
        assertEquals(0, same.stderr(), "that they agree is exact");
    }

    /** Densities that swing about a mean which a chain's start, lost by epoch 60, is added to. */
    private static double settling(int epoch) {
        return 0.2 + 0.02 * (epoch * 0.618 % 1) + (epoch < 60 ? 0.6 * (60 - epoch) / 60 : 0);
    }

    @Test
    void howLongAChainWasOnItsWayIsToldAndChangesNoMean() {
        double sum = 0;
        for (int epoch = 0; epoch < 300; epoch++) {
            List<Row> rows = meter.rows(epoch(epoch, COLD, settling(epoch)));
            sum += epoch == 0 ? 0 : settling(epoch);
            Row burnIn = row(rows, "free.burn_in");
            assertEquals(epoch < 39, burnIn.value() == null, "forty epochs show their beginning");
            if (epoch == 299) {
                assertEquals(60, burnIn.value(), 5);
                assertEquals(0, burnIn.stderr());
                assertTrue(row(rows, "free.burn_in_z").value() > 5);
                assertEquals(sum / 299, row(rows, "free.bond_density").value(), 1e-12, "all but the first epoch");
            }
        }
        List<Row> rows = meter.rows(epoch(300, COLD, 0.2, FREE_BEGINS));
        assertNull(row(rows, "free.burn_in").value(), "begun anew");
        assertNull(row(rows, "free.burn_in_z").value());
        assertEquals(60, row(rows, "posterior.burn_in").value(), 5, "the other chain goes on");
    }

    @Test
    void howLongAChainWasOnItsWayIsCountedInEpochsInBoundedMemory() {
        Account account = new Account(couplings -> new Ising().observables(LATTICE, couplings));
        int epochs = 20_000;
        int burnIn = 3_000;
        for (int epoch = 0; epoch < epochs; epoch++) {
            double density = 0.02 * (epoch * 0.618 % 1) + (epoch < burnIn ? 0.6 : 0);
            account.add(COLD, epoch == 0, series(density));
        }

        // Bins of 64 epochs, five to a batch of the rule.
        assertEquals(burnIn, account.beginning().getFirst().estimate().mean(), 5 * 64);
        assertEquals(0, account.beginning().getFirst().estimate().mean() % (5 * 64));
        assertTrue(account.course(0, Integer.MAX_VALUE).length <= 512);
        assertEquals(256 + (2 * epochs - 2 - 256 * 128) / 128, account.course(0, 512).length);
    }

    private static List<Chain> pooled() {
        return List.of(
                new Chain("c0", Start.ORDERED, false, true, true),
                new Chain("c1", Start.DISORDERED, false, true, true));
    }

    /** An epoch of eight sweeps in which two chains swing about these bond densities. */
    private static Learned pair(long epoch, double first, double second, Change... changes) {
        return both(epoch, 0.02, first, second, changes);
    }

    private static Learned still(long epoch, double first, double second, Change... changes) {
        return both(epoch, 0, first, second, changes);
    }

    private static Learned both(long epoch, double swing, double first, double second, Change... changes) {
        List<Series> chains = new ArrayList<>();
        for (double density : new double[] {first, second}) {
            Series series = Series.zeros(8, 3);
            IntStream.range(0, 8)
                    .forEach(row -> series.add(
                            row, Ising.BOND, (density + swing * (row * 5 % 8 - 3.5)) * LATTICE.countBonds()));
            chains.add(series);
        }
        Order order = new Order(epoch, 8, ChainCouplings.all(COLD), List.of(changes), false, false, false);
        Sample sample = new Sample(order, chains, List.of(), List.of());
        return new Learned(
                sample, Batch.none(epoch), new Lesson(Stance.at(COLD), List.of(), List.of()), Optional.empty());
    }

    private static Series series(double density) {
        Series series = Series.zeros(2, 3);
        IntStream.range(0, 2).forEach(row -> series.add(row, Ising.BOND, density * LATTICE.countBonds()));
        return series;
    }

    @Test
    void whereChainsExchangeNamesMeansGoWithTheName() {
        ChainCouplings first = new ChainCouplings(List.of(COLD, WARM));
        ChainCouplings second = new ChainCouplings(List.of(WARM, COLD));
        meter.rows(borne(0, first, List.of(0, 1)));
        meter.rows(borne(1, first, List.of(0, 1)));
        List<Row> rows = meter.rows(borne(2, second, List.of(1, 0)));

        assertEquals((0.1 + 0.2) / 2, row(rows, "posterior.bond_density").value(), 1e-12, "0.1 of chain 0, 0.2 of 1");
        assertEquals((0.2 + 0.1) / 2, row(rows, "free.bond_density").value(), 1e-12);
        double heat = row(rows, "posterior.specific_heat").value();
        assertEquals(0.5 * 0.5 * 16 * Math.pow(0.05 * 2, 2), heat, 1e-9, "with the couplings of the name");
        List<Row> again = meter.rows(borne(3, second, List.of(0, 1)));
        assertEquals(0.1, row(again, "posterior.bond_density").value(), 1e-12, "other couplings, another mean");
    }

    /** An epoch in which chain 0 shows a bond density of 0.1 and chain 1 one of 0.2. */
    private static Learned borne(long epoch, ChainCouplings couplings, List<Integer> bearers) {
        List<Series> chains = new ArrayList<>();
        for (double density : new double[] {0.1, 0.2}) {
            Series series = Series.zeros(2, 3);
            IntStream.range(0, 2).forEach(row -> series.add(row, Ising.BOND, density * LATTICE.countBonds()));
            chains.add(series);
        }
        Order order = new Order(epoch, 2, couplings, List.of(), false, false, false);
        Sample sample = new Sample(order, chains, List.of(), List.of());
        return new Learned(
                sample,
                Batch.none(epoch),
                new Lesson(Stance.at(couplings), List.of(), List.of(), bearers),
                Optional.empty());
    }

    @Test
    void chainsThatAreNotToldOfHaveNoRows() {
        List<Chain> quiet = List.of(chains.getFirst(), new Chain("free", Start.ORDERED, false, false));
        Meter meter = new Meter("r", LATTICE, new Ising(), quiet, 0, CLOCK);

        assertTrue(meter.rows(epoch(0, COLD, 0.1)).stream()
                .noneMatch(row -> row.key().startsWith("free.")));
    }

    @Test
    void anOnlyChainWithoutANameHasPlainKeys() {
        Meter plain = new Meter("r", LATTICE, new Ising(), List.of(new Chain("", Start.ORDERED, false)), 0, CLOCK);

        assertEquals("bond_density", plain.rows(epoch(0, COLD, 0.1)).getFirst().key());
    }

    @Test
    void warmupEpochsTellTheirLessonsAlone() {
        Meter warming = new Meter("run 1", LATTICE, new Ising(), chains, 2, CLOCK);

        assertEquals(
                List.of("lesson"),
                warming.rows(epoch(0, COLD, 0.1)).stream().map(Row::key).toList());
        assertEquals(
                List.of("lesson"),
                warming.rows(epoch(1, COLD, 0.1)).stream().map(Row::key).toList());
        assertEquals(0.4, bondDensity(warming, epoch(2, COLD, 0.4), "free"));
        assertEquals(0.3, bondDensity(warming, epoch(3, COLD, 0.3), "free"), "the first one kept is dropped in turn");
    }

    @Test
    void rowsAreNumberedWithoutAGapAndNameTheirEpoch() {
        List<Row> rows = new ArrayList<>();
        for (int epoch = 0; epoch < 4; epoch++) {
            rows.addAll(meter.rows(epoch(epoch, epoch < 2 ? COLD : WARM, 0.2)));
        }

        assertEquals(
                LongStream.range(0, rows.size()).boxed().toList(),
                rows.stream().map(Row::seq).toList());
        assertTrue(rows.stream().allMatch(row -> row.sweep() == 4 * row.epoch() + 3), "four sweeps an epoch");
        assertTrue(rows.stream().allMatch(row -> row.run().equals("run 1")));
        assertTrue(rows.stream().allMatch(row -> row.time().equals("2026-07-01T12:00:00Z")));
        assertEquals(
                List.of(0L, 1L, 2L, 3L),
                rows.stream().map(Row::epoch).distinct().toList());
    }

    @Test
    void whatIsNotKnownIsNull() {
        Row row = row(meter.rows(epoch(0, COLD, 0.1)), "lesson");

        assertEquals(0.25, row.value());
        assertNull(row.stderr());
        assertEquals(0, row.size());
    }

    private static double bondDensity(Meter meter, Learned learned, String chain) {
        return row(meter.rows(learned), chain + ".bond_density").value();
    }

    private static Row row(List<Row> rows, String key) {
        return rows.stream().filter(row -> row.key().equals(key)).findFirst().orElseThrow();
    }

    private static Learned epoch(long epoch, Couplings couplings, double density, Change... changes) {
        return learned(epoch, couplings, new double[] {density, density, density, density}, List.of(changes));
    }

    /** An epoch in which both chains show these bond densities, sweep by sweep. */
    private static Learned learned(long epoch, Couplings couplings, double[] densities, List<Change> changes) {
        Order order = new Order(epoch, densities.length, ChainCouplings.all(couplings), changes, false, false, false);
        Series series = Series.zeros(densities.length, 3);
        IntStream.range(0, densities.length).forEach(row -> {
            series.add(row, Ising.BOND, densities[row] * LATTICE.countBonds());
            series.add(row, Ising.FIELD, row);
        });
        Sample sample = new Sample(order, List.of(series, series), List.of(), List.of());
        Reading reading = new Reading("lesson", new Estimate(0.25, Double.POSITIVE_INFINITY, 0.5, 0));
        return new Learned(
                sample,
                Batch.none(epoch),
                new Lesson(Stance.at(couplings), List.of(reading), List.of()),
                Optional.empty());
    }
}
