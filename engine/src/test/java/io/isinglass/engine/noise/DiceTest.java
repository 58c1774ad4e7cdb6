package io.isinglass.engine.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiceTest {

    /*
     * Statistical tests are at 5σ: one of them would fail by chance, on one choice of seed, once in 1.7 million times;
     * there are about forty. Seeds are fixed, so none fails by chance on another day.
     */

    private static final int MANY = 60_000;

    /** Where a number lives. A real is number {@code index} = draw of a column; a plane has a word for its column. */
    record Address(long seed, int chain, long sweep, int lane, int row, int column, int index) {

        private Dice dice() {
            Dice dice = new Noise(seed).dice(chain, sweep, lane);
            dice.row(row);
            return dice;
        }

        double uniform() {
            return dice().uniform(column, index);
        }

        long plane() {
            return dice().plane(column, index);
        }
    }

    /** The parts of an address. */
    enum Part {
        SEED,
        CHAIN,
        SWEEP,
        LANE,
        ROW,
        COLUMN,
        INDEX;

        Address step(Address a) {
            return switch (this) {
                case SEED -> new Address(a.seed + 1, a.chain, a.sweep, a.lane, a.row, a.column, a.index);
                case CHAIN -> new Address(a.seed, a.chain + 1, a.sweep, a.lane, a.row, a.column, a.index);
                case SWEEP -> new Address(a.seed, a.chain, a.sweep + 1, a.lane, a.row, a.column, a.index);
                case LANE -> new Address(a.seed, a.chain, a.sweep, a.lane + 1, a.row, a.column, a.index);
                case ROW -> new Address(a.seed, a.chain, a.sweep, a.lane, a.row + 1, a.column, a.index);
                case COLUMN -> new Address(a.seed, a.chain, a.sweep, a.lane, a.row, a.column + 1, a.index);
                case INDEX -> new Address(a.seed, a.chain, a.sweep, a.lane, a.row, a.column, a.index + 1);
            };
        }
    }

    /** Addresses that lie close together, as those of a run do; any two differ by more than one step in one part. */
    private static Stream<Address> addresses() {
        return LongStream.range(0, MANY).mapToObj(n -> {
            int i = (int) n;
            return new Address(
                    2L * (i & 1),
                    2 * (i >> 1 & 3),
                    2L * (i >> 3 & 15),
                    2 * (i >> 7 & 1),
                    2 * (i >> 8 & 15),
                    2 * (i >> 12 & 7),
                    2 * (i >> 15));
        });
    }

    /** Vigna's splitmix64.c, and the tables made from it, for the seed 1234567. */
    @Test
    void withoutTheTwistTheNumbersAreThePublishedOnesOfSplitMix64() {
        long[] published = {
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"),
            4593380528125082431L,
            Long.parseUnsignedLong("16408922859458223821")
        };
        assertArrayEquals(
                published,
                LongStream.range(0, 5).map(count -> Dice.mix(1234567, 0, count)).toArray());
    }

    /** By a few lines of Python that follow the comment in {@link Dice}; stored runs are read with these numbers. */
    @ParameterizedTest
    @CsvSource({
        "42, 0, 0, 0, 0, 0, 0, 8779883608857134, 83d839bfd673a7a6",
        "42, 3, 5, 1, 7, 200, 2, 4725826966483334, 85f94f829c539ce6",
        "-9223372036854775799, 65535, 281474976710655, -2, 1048575, 1048575, 31, 7532052829673002, 8bdab9036e18e5fc"
    })
    void anAddressNamesTheSameNumberForEver(
            long seed, int chain, long sweep, int lane, int row, int column, int index, long real, String plane) {
        Dice dice = new Noise(seed).dice(chain, sweep, lane);
        dice.row(row);
        assertEquals(real * 0x1p-53, dice.uniform(column, index));
        assertEquals(Long.parseUnsignedLong(plane, 16), dice.plane(column >>> 7, index));
    }

    /** By the same lines: chain 70 is byte 6 of word 0 of the second group. */
    @Test
    void aDigitOfAChainIsAByteOfItsGroup() {
        Dice dice = new Noise(42).dice(70, 5, 2);
        dice.group();
        assertFalse(dice.belowInGroup(9, 42 / 256.0));
        assertTrue(dice.belowInGroup(9, 43 / 256.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 1.0 / 3, 0.5, 0.999})
    void chainsOfAGroupDecideAloneAndAsOftenAsTheProbabilitySays(double probability) {
        int sites = 4000;
        int happened = 0;
        int together = 0;
        boolean[] before = new boolean[sites];
        for (int chain = 0; chain < 130; chain++) {
            Dice dice = new Noise(12).dice(chain, 0, 0);
            dice.group();
            for (int site = 0; site < sites; site++) {
                boolean now = dice.belowInGroup(site, probability);
                happened += now ? 1 : 0;
                together += now && before[site] ? 1 : 0;
                before[site] = now;
            }
        }
        double n = 130.0 * sites;
        double spread = probability * (1 - probability);
        assertEquals(probability * n, happened, 5 * Math.sqrt(n * spread));
        double pairs = 129.0 * sites;
        double both = probability * probability;
        assertEquals(both * pairs, together, 5 * Math.sqrt(pairs * both * (1 - both) * (1 + 2 * probability)) + 1);
    }

    @Test
    void aProbabilityOfZeroNeverHappensAndOneAlwaysDoes() {
        Dice dice = new Noise(7).dice(0, 0, 0);
        for (int row = 0; row < 100; row++) {
            dice.row(row);
            for (int column = 0; column < 300; column++) {
                assertFalse(dice.below(column, 0));
                assertFalse(dice.below(column, Double.NaN));
                assertTrue(dice.below(column, 1));
            }
        }
    }

    @Test
    void probabilitiesBecomeExactFractions() {
        assertEquals(0, Dice.fraction(0));
        assertEquals(1, Dice.fraction(0x1p-64));
        assertEquals(Long.MIN_VALUE, Dice.fraction(0.5));
        assertEquals(Long.MAX_VALUE >>> 10 << 10, Dice.fraction(Math.nextDown(0.5)));
        assertEquals(-2048, Dice.fraction(1 - 0x1p-53));
        assertEquals(0, Dice.fraction(0x1p-65));
        assertEquals(0, Dice.fraction(Double.NaN));
    }

    @ParameterizedTest
    @EnumSource
    void everyPartOfTheAddressTellsNumbersApart(Part part) {
        addresses().limit(5000).forEach(address -> {
            assertTrue(address.uniform() != part.step(address).uniform(), address::toString);
            assertTrue(address.plane() != part.step(address).plane(), address::toString);
        });
    }

    @ParameterizedTest
    @EnumSource
    void neighboursInEveryPartOfTheAddressAreUncorrelated(Part part) {
        double[] sums = new double[2];
        addresses().forEach(address -> {
            sums[0] += (address.uniform() - 0.5) * (part.step(address).uniform() - 0.5);
            sums[1] += 32 - Long.bitCount(address.plane() ^ part.step(address).plane());
        });
        double reals = sums[0] * 12 / Math.sqrt(MANY);
        double bits = sums[1] / Math.sqrt(16.0 * MANY);
        assertEquals(0, reals, 5, "correlation of reals in σ");
        assertEquals(0, bits, 5, "correlation of bits in σ");
    }

    @Test
    void realsAreUniform() {
        int[] counts = new int[100];
        addresses().forEach(address -> counts[(int) (100 * address.uniform())]++);
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - MANY / 100.0) * (count - MANY / 100.0) / (MANY / 100.0);
        }
        // 99 degrees of freedom: above 186.1, or below 45.9, once in a million each.
        assertEquals(116, chiSquare, 70.1);
    }

    @Test
    void everyBitOfAPlaneIsFair() {
        int[] ones = new int[64];
        addresses().forEach(address -> {
            long plane = address.plane();
            for (int bit = 0; bit < 64; bit++) {
                ones[bit] += (int) (plane >>> bit & 1);
            }
        });
        for (int count : ones) {
            assertEquals(MANY / 2.0, count, 5 * Math.sqrt(MANY / 4.0));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 1.0 / 3, 0.5, 0.7310585786300049, 0.999})
    void anEventHappensAsOftenAsItsProbabilitySays(double probability) {
        Dice dice = new Noise(11).dice(0, 0, 0);
        int sites = 1000 * 1000;
        int happened = 0;
        for (int row = 0; row < 1000; row++) {
            dice.row(row);
            for (int column = 0; column < 1000; column++) {
                // Both colours share planes; each has its own lane, so a site's neighbour in the word is two columns
                // on.
                happened += dice.below(2 * column, probability) ? 1 : 0;
            }
        }
        assertEquals(probability * sites, happened, 5 * Math.sqrt(sites * probability * (1 - probability)));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void thereIsNoNoiseOutsideTheSpace(int chain, long sweep) {
        Noise noise = new Noise(1);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> noise.dice(chain, sweep, 0));
        assertEquals("no noise for chain " + chain + ", sweep " + sweep, refused.getMessage());
    }

    private static Stream<Object[]> strangers() {
        return Stream.of(new Object[] {-1, 0L}, new Object[] {Noise.CHAINS, 0L}, new Object[] {0, -1L}, new Object[] {
            0, Noise.SWEEPS
        });
    }

    @Test
    void theFarCornersOfTheSpaceHaveNumbersOfTheirOwn() {
        long sweeps = Noise.SWEEPS - 1;
        long count = Stream.of(
                        new Address(0, 0, 0, 0, 0, 0, 0),
                        new Address(0, 0, 1L << 32, 0, 0, 0, 0),
                        new Address(0, 0, sweeps, 0, 0, 0, 0),
                        new Address(0, Noise.CHAINS - 1, 0, 0, 0, 0, 0),
                        new Address(0, Noise.CHAINS - 1, sweeps, 0, 0, 0, 0),
                        new Address(1L << 63, 0, 0, 0, 0, 0, 0),
                        new Address(0, 0, 0, 0, 1 << 19, 0, 0),
                        new Address(0, 0, 0, 0, 0, 1 << 19, 0),
                        new Address(0, 0, 0, 0, 0, 0, 1 << 23))
                .mapToDouble(Address::uniform)
                .distinct()
                .count();
        assertEquals(9, count);
    }
}
