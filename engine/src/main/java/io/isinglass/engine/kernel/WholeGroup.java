package io.isinglass.engine.kernel;

import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.math.VectorUnit;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.noise.Dice;
import java.util.Arrays;

/** A group on a graph with small whole weights: a byte a spin, 1 for up and 0 for down, eight words a site. */
final class WholeGroup extends Group {

    /** Whether a vector holds a byte of every chain of a group. */
    private static final boolean WIDE = VectorUnit.bits() == 8 * LANES;

    /*
     * With bytes of 0 and 1 the neighbours of 64 chains are counted by adding words: the count of those that agree with
     * their bond is at most the number of units, which fits a byte, and what is borrowed on the way is given back. Bytes
     * serve better than bits here: 64 of them are one vector, which one addition counts and one permutation looks up.
     */

    static final int WORDS = LANES / Long.BYTES;

    /** A one in every byte. */
    static final long ONES = 0x0101010101010101L;

    private static final int BYTE = 0xFF;

    private final int sites;
    private final Rule rule;
    private final WholeBonds bonds;
    private final WholeBonds lower;
    private final long[] spins;
    private final Chances[] chances = new Chances[LANES];
    private final long[] counts = new long[WORDS];
    private final int[] pulls = new int[LANES];
    private final WholeSums sums = new WholeSums();

    WholeGroup(Graph graph, Rule rule, WholeBonds bonds, WholeBonds lower) {
        this.sites = graph.sites();
        this.rule = rule;
        this.bonds = bonds;
        this.lower = lower;
        this.spins = new long[Math.multiplyExact(sites, WORDS)];
    }

    @Override
    boolean isUp(int site, int lane) {
        return up(site, lane) != 0;
    }

    @Override
    void set(int site, int lane, boolean up) {
        if (isUp(site, lane) != up) {
            turn(site, lane);
        }
    }

    private int up(int site, int lane) {
        return (int) (spins[word(site, lane)] >>> shift(lane)) & 1;
    }

    private void turn(int site, int lane) {
        spins[word(site, lane)] ^= 1L << shift(lane);
    }

    private static int word(int site, int lane) {
        return site * WORDS + (lane >>> 3);
    }

    private static int shift(int lane) {
        return Byte.SIZE * (lane & 7);
    }

    @Override
    void move(Dice dice, int colour) {
        dice.group();
        if (areRenewed()) {
            for (long left = taken(); left != 0; left &= left - 1) {
                int lane = Long.numberOfTrailingZeros(left);
                chances[lane] = chances(lane, couplings(lane));
            }
        }
        if (areAlike() && WIDE) {
            byte[] tables = chances[Long.numberOfTrailingZeros(taken())].tables();
            ByteLanes.move(this, bonds.narrow(colour), dice, tables, rule == Rule.METROPOLIS);
        } else {
            moveEach(dice, bonds.narrow(colour));
        }
        moveEach(dice, bonds.wide(colour));
    }

    /** The chances under these couplings: those the lane has, those of the lane before it, or new ones. */
    private Chances chances(int lane, Couplings couplings) {
        for (int at = lane; at >= Math.max(0, lane - 1); at--) {
            if (chances[at] != null && couplings.equals(chances[at].couplings())) {
                return chances[at];
            }
        }
        return new Chances(rule, couplings, bonds.most());
    }

    /** Decides the open lanes of a site, of which the first digits do not; {@link #counts} number their pulls. */
    void settle(Dice dice, int site, long open) {
        int piece = bonds.piece(site);
        for (long left = open; left != 0; left &= left - 1) {
            int lane = Long.numberOfTrailingZeros(left);
            int number = (int) (counts[lane >>> 3] >>> shift(lane)) & BYTE;
            settle(dice, site, lane, 2 * number - Chances.largest(bonds.units(piece)));
        }
    }

    /** Decides a lane to 64 bits. It holds what is so if the event does not come, and turns if it does. */
    private void settle(Dice dice, int site, int lane, int pull) {
        if (dice.belowInGroup(site, lane, chances[lane].chance(up(site, lane), pull))) {
            turn(site, lane);
        }
    }

    /** Each lane by its own chances: the same digits, one by one. */
    private void moveEach(Dice dice, int[] among) {
        for (int site : among) {
            pull(site);
            for (int word = 0; word < WORDS; word++) {
                long drawn = dice.digits(site, 0, word);
                for (int lane = LANES / WORDS * word; lane < LANES / WORDS * (word + 1); lane++, drawn >>>= Byte.SIZE) {
                    if ((taken() >>> lane & 1) != 0) {
                        move(dice, site, lane, (int) drawn & BYTE);
                    }
                }
            }
        }
    }

    private void move(Dice dice, int site, int lane, int drawn) {
        int up = up(site, lane);
        int limit = chances[lane].digit(up, pulls[lane]);
        int event = drawn < limit ? 1 : 0;
        int kept = rule == Rule.HEAT_BATH ? 0 : up;
        spins[word(site, lane)] ^= (long) (kept ^ event ^ up) << shift(lane);
        if (drawn == limit) {
            settle(dice, site, lane, pulls[lane]);
        }
    }

    /** Sets {@link #pulls} to those on a site. */
    private void pull(int site) {
        Arrays.fill(pulls, 0);
        for (int piece = bonds.piece(site); piece < bonds.piece(site + 1); piece++) {
            count(bonds, piece);
            int units = bonds.units(piece);
            for (int lane = 0; lane < LANES; lane++) {
                pulls[lane] += 2 * ((int) (counts[lane >>> 3] >>> shift(lane)) & BYTE) - units;
            }
        }
    }

    /** Counts the units of a piece that draw upwards, in every lane. */
    private void count(WholeBonds among, int piece) {
        int[] others = among.others();
        Arrays.fill(counts, among.negativeUnits(piece) * ONES);
        for (int unit = among.start(piece); unit < among.negative(piece); unit++) {
            for (int word = 0; word < WORDS; word++) {
                counts[word] += spins[others[unit] * WORDS + word];
            }
        }
        for (int unit = among.negative(piece); unit < among.start(piece + 1); unit++) {
            for (int word = 0; word < WORDS; word++) {
                counts[word] -= spins[others[unit] * WORDS + word];
            }
        }
    }

    @Override
    void measure() {
        sums.clear();
        for (int site = 0; site < sites; site++) {
            for (int piece = lower.piece(site); piece < lower.piece(site + 1); piece++) {
                if (WIDE) {
                    ByteLanes.count(this, lower, piece);
                } else {
                    count(lower, piece);
                }
                sums.addBonds(counts, lower.units(piece), spins, site * WORDS);
            }
            sums.addSite(spins, site * WORDS);
        }
        sums.flush();
    }

    @Override
    void drain(int lane, Series series, int row) {
        series.add(row, Ising.BOND, (double) sums.bonds(lane));
        series.add(row, Ising.FIELD, 2.0 * sums.ups(lane) - sites);
    }

    long[] spins() {
        return spins;
    }

    WholeBonds bonds() {
        return bonds;
    }

    /** A count for every lane, as the move of a site or the measuring of a piece leaves it. */
    long[] counts() {
        return counts;
    }
}
