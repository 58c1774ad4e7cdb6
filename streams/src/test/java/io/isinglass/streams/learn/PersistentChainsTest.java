package io.isinglass.streams.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Saved;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains of machines of spins whose two modes lie so far apart that a chain does not go from one to the other. */
class PersistentChainsTest {

    private static final double[] PATTERN = {1, 1, -1, 1, -1, -1, 1, -1};
    private static final int SITES = PATTERN.length;
    private static final TwoLayers.Shape SHAPE = new TwoLayers.Shape(Layer.BINARY, SITES, Layer.BINARY, 1);
    static final double[] ALONE = new double[TwoLayers.OWN * SITES];
    private static final int CHAINS = 400;
    private static final int SETTLING = 200;
    private static final int SWEEPS = 1000;

    /** A hidden spin that pulls all visible ones to the pattern, and rather that way than to its opposite. */
    static TwoLayers twoModes(double strength) {
        double[] theta = new double[SHAPE.couplings()];
        for (int site = 0; site < SITES; site++) {
            theta[site] = strength * PATTERN[site];
        }
        theta[SHAPE.hiddenAt(0)] = 0.7;
        return new TwoLayers(SHAPE, theta);
    }

    private static PersistentChains chains(int count, int rungs) {
        return new PersistentChains(SHAPE, count, rungs, new Chance(new Noise(11), 0));
    }

    /** 1 near the pattern, 0 near its opposite, ½ between. */
    private static double mode(double[] layer) {
        double overlap = 0;
        for (int site = 0; site < SITES; site++) {
            overlap += PATTERN[site] * layer[site];
        }
        return (1 + Math.signum(overlap)) / 2;
    }

    /** The exact weight of the mode of the pattern. */
    private static double weight(TwoLayers network) {
        double[] probabilities = SmallNetworks.probabilities(network);
        List<double[]> layers = SmallNetworks.layers(network.shape());
        double weight = 0;
        for (int k = 0; k < probabilities.length; k++) {
            weight += probabilities[k] * mode(layers.get(k));
        }
        return weight;
    }

    /** The same as chains have it that know nothing of each other. */
    private static Estimate sampled(TwoLayers network, PersistentChains chains) {
        chains.begin(network.between(ALONE, 0));
        double[] sums = new double[CHAINS];
        for (int sweep = 1; sweep <= SETTLING + SWEEPS; sweep++) {
            chains.sweep(network, ALONE, sweep);
            for (int chain = 0; sweep > SETTLING && chain < CHAINS; chain++) {
                sums[chain] += mode(chains.visible()[chain]);
            }
            if (sweep < SETTLING && sweep % 50 == 0) {
                chains.turn();
            }
        }
        Bins bins = new Bins(1);
        for (double sum : sums) {
            bins.add(new double[] {sum / SWEEPS});
        }
        return bins.estimate(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 10})
    void modesHaveTheirWeightsWhereChainsExchangeAndNotWhereTheyDoNot(int rungs) {
        TwoLayers network = twoModes(2);
        double truth = weight(network);
        Estimate plain = sampled(network, chains(CHAINS, 1));
        Estimate tempered = sampled(network, chains(CHAINS, rungs));

        assertTrue(plain.sigmas(truth) > 6, truth + ", plain " + plain);
        assertTrue(plain.stderr() < 0.03, "plain " + plain);
        assertTrue(tempered.sigmas(truth) < 3, truth + ", tempered " + tempered);
        assertTrue(tempered.stderr() < 0.01, "tempered " + tempered);
    }

    /** All states of both layers, beside their weights under the network that is mixed in so far. */
    private record States(double[] weights, double[] exponents) {

        static States of(TwoLayers network, double factor) {
            TwoLayers mixed = network.between(ALONE, factor);
            TwoLayers apart = network.between(ALONE, 0);
            List<double[]> layers = SmallNetworks.layers(SHAPE);
            double[] weights = new double[2 * layers.size()];
            double[] exponents = new double[weights.length];
            for (int k = 0; k < weights.length; k++) {
                double[] phi = layers.get(k / 2);
                double[] chi = {2 * (k % 2) - 1};
                weights[k] = Math.exp(mixed.exponent(phi, chi));
                exponents[k] = network.exponent(phi, chi) - apart.exponent(phi, chi);
            }
            double sum = Arrays.stream(weights).sum();
            return new States(Arrays.stream(weights).map(each -> each / sum).toArray(), exponents);
        }

        /** How often one of these and one of the others exchange, {@code apart} steps of the factor below. */
        double exchanged(States above, double apart) {
            double rate = 0;
            for (int mine = 0; mine < weights.length; mine++) {
                for (int its = 0; its < weights.length; its++) {
                    double gain = exponents[mine] - above.exponents[its];
                    rate += weights[mine] * above.weights[its] * Math.min(1, Math.exp(apart * gain));
                }
            }
            return rate;
        }
    }

    @Test
    void thePairThatExchangesLeastIsTold() {
        TwoLayers network = twoModes(0.8);
        States[] rungs = {States.of(network, 0), States.of(network, 0.5), States.of(network, 1)};
        double truth = Math.min(rungs[0].exchanged(rungs[1], 0.5), rungs[1].exchanged(rungs[2], 0.5));
        PersistentChains chains = chains(CHAINS, 3);
        chains.begin(network.between(ALONE, 0));
        for (int sweep = 1; sweep <= SETTLING + SWEEPS; sweep++) {
            chains.sweep(network, ALONE, sweep);
        }
        Estimate rate = chains.exchangeRate().orElseThrow();

        assertTrue(rate.sigmas(truth) < 4, truth + ", " + rate);
        assertTrue(rate.stderr() < 0.003, rate.toString());
        assertTrue(Math.abs(rungs[0].exchanged(rungs[1], 0.5) - rungs[1].exchanged(rungs[2], 0.5)) > 0.05);
    }

    /** Before any sweep, and where there is nothing to exchange with, there is no rate. */
    @Test
    void whereNothingExchangesNothingIsTold() {
        PersistentChains one = chains(5, 1);
        one.begin(twoModes(1).between(ALONE, 0));
        one.sweep(twoModes(1), ALONE, 1);

        assertEquals(Optional.empty(), one.exchangeRate());
        assertEquals(Optional.empty(), chains(5, 2).exchangeRate());
    }

    /** Pairs whose rates were apart have like rates once the ladder has turned, and its ends are where they were. */
    @Test
    void aLadderTurnsUntilItsPairsExchangeAlike() {
        TwoLayers network = twoModes(2);
        PersistentChains even = chains(CHAINS, 5);
        PersistentChains turning = chains(CHAINS, 5);
        for (PersistentChains each : List.of(even, turning)) {
            each.begin(network.between(ALONE, 0));
            for (int sweep = 1; sweep <= 600; sweep++) {
                each.sweep(network, ALONE, sweep);
                if (each == turning && sweep <= 400 && sweep % 50 == 0) {
                    each.turn();
                }
            }
        }
        Estimate before = even.exchangeRate().orElseThrow();
        Estimate after = turning.exchangeRate().orElseThrow();

        assertTrue(after.mean() > 1.5 * before.mean(), before + ", " + after);
    }

    @ParameterizedTest
    @CsvSource({"1, 77", "2, 77", "4, 1", "4, 50", "4, 51", "4, 149"})
    void chainsThatAreTakenUpGoOnAsTheyWouldHave(int rungs, int cut) {
        TwoLayers network = twoModes(1);
        PersistentChains whole = chains(7, rungs);
        PersistentChains half = chains(7, rungs);
        whole.begin(network.between(ALONE, 0));
        half.begin(network.between(ALONE, 0));
        for (int sweep = 1; sweep <= 150; sweep++) {
            if (sweep == cut) {
                Saved saved = Saved.of(half);
                half = chains(7, rungs);
                saved.into(half);
            }
            for (PersistentChains each : List.of(whole, half)) {
                each.sweep(network, ALONE, sweep);
                if (sweep % 50 == 0 && sweep < 150) {
                    each.turn();
                }
            }
        }
        assertArrayEquals(Saved.of(whole).bytes(), Saved.of(half).bytes());
        assertEquals(whole.exchangeRate(), half.exchangeRate());
    }

    private static Pupil learned(List<Frame> records, int rungs) {
        Pupil pupil = new Pupil(new LayersTask(SHAPE, 200, 200, rungs, 0.1, 200, 0, 0), new Chance(new Noise(3), 0));
        pupil.take(records);
        for (int pass = 0; pass < 150; pass++) {
            pupil.contrast().chains().turn();
            for (int from = 0; from < records.size(); from += 200) {
                int first = from;
                int[] some = new int[200];
                Arrays.setAll(some, k -> first + k);
                pupil.step(records, some, pass, pass >= 75);
            }
        }
        pupil.settle();
        return pupil;
    }

    /**
     * The likeliest machine of N records diverges from that of the records by χ²/2N, to which 200 chains add about as much. Chains
     * that do not exchange teach a machine whose modes have other weights than among the records: they do not feel what it makes
     * of the mode that they are not in.
     */
    @Test
    void recordsOfTwoModesAreLearnedAsWellAsTheyTellWhereChainsExchange() {
        TwoLayers teacher = twoModes(1.5);
        List<Frame> records = new ArrayList<>();
        for (double[] record : SmallNetworks.records(teacher, 4000)) {
            records.add(new Frame(records.size(), "record", 0, record, Optional.empty()));
        }
        double share = records.stream()
                .mapToDouble(each -> mode(each.seen()))
                .average()
                .orElseThrow();
        double sigma = Math.sqrt(share * (1 - share) / records.size());
        TwoLayers plain = learned(records, 1).network();
        TwoLayers tempered = learned(records, 5).network();
        int couplings = 2 * SITES + 1;
        double found = 2 * records.size() * SmallNetworks.divergence(teacher, tempered);
        double stuck = 2 * records.size() * SmallNetworks.divergence(teacher, plain);

        assertTrue(found < 3 * couplings, found + " of " + couplings);
        assertTrue(stuck > 20 * couplings, "plain " + stuck);
        assertTrue(Math.abs(weight(plain) - share) > 10 * sigma, weight(plain) + ", " + share);
        assertTrue(sigma < 0.01, "" + sigma);
    }
}
