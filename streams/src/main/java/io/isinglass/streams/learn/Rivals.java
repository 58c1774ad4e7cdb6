package io.isinglass.streams.learn;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.learn.Features.Ties;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Beliefs of all sites that differ in how strong they expect ties to be, side by side until the first records have chosen among
 * them.
 *
 * <p>What they lose on records that they foresee, each before it is learned from, sums up to −ln of the evidence for their
 * priors (Dawid 1984). The one that has lost least leads; one that is far behind goes, and after so many records all but the
 * leader.
 */
final class Rivals implements Memory {

    /*
     * A scale of couplings is wrong by a factor of two at most between neighbours four apart, which hardly counts. Strong
     * ties are of one site with another: what all have in common is that of many weak ones.
     *
     * Far behind is so far that a time in which records are of another kind does not turn it: in nats of pseudo-likelihood,
     * which tells about twice what likelihood does, of both ends of a bond.
     */

    /** What the first expects is what a network too large for rivals does. */
    private static final List<Ties> TIES = List.of(new Ties(1, true), new Ties(4, false), new Ties(0.25, true));

    private static final double FAR = 60;
    private static final int RECORDS = 1024;

    /** Sites that have twins where they keep no covariances: hundreds of ties among them tell their spread to a few per cent. */
    private static final int TWINS = 16;

    private final Features features;
    private final Kept kept;
    private final int sites;
    private final Noise noise;
    private final List<Rival> rivals = new ArrayList<>();
    private long records;

    /** What is thought of so many sites before any record, in no more than this room. */
    Rivals(Features features, Kept kept, int sites, Noise noise, long mostBytes) {
        this.features = features;
        this.kept = kept;
        this.sites = sites;
        this.noise = noise;
        boolean alone = kept.bytes(features, sites) * TIES.size() > mostBytes;
        for (int ties = 0; ties < (alone ? 1 : TIES.size()); ties++) {
            rivals.add(new Rival(ties));
        }
    }

    /** The beliefs of all sites, with ties of one strength, and what they have lost. */
    private final class Rival {

        private final int ties;
        private final Belief[] beliefs = new Belief[sites];
        private double lost;
        private boolean gone;

        Rival(int ties) {
            this.ties = ties;
            for (int site = 0; site < sites; site++) {
                beliefs[site] = kept.belief(features.prior(site, TIES.get(ties)), features.firstNeighbour(), lot(site));
            }
        }
    }

    /** How many there are. */
    int count() {
        return rivals.size();
    }

    Belief[] beliefs(int rival) {
        return rivals.get(rival).beliefs;
    }

    /** The beliefs of the one that leads. */
    Belief[] leading() {
        return leader().beliefs;
    }

    /** How strong ties are expected to be by the one that leads. */
    double strength() {
        return ties().strength();
    }

    /** What the one that leads expects of ties. */
    Ties ties() {
        return TIES.get(leader().ties);
    }

    /** Where a site has a twin, whose draws are those of its number: a few sites do, spread over all. */
    private Optional<TwinnedBelief.Lot> lot(int site) {
        int apart = Math.ceilDiv(sites, TWINS);
        return site % apart == 0 ? Optional.of(new TwinnedBelief.Lot(noise, site / apart)) : Optional.empty();
    }

    /** By which factor errors are larger than the beliefs of the one that leads say, as their twins have it. */
    double spread() {
        Discord discord = Discord.NONE;
        Belief[] beliefs = leading();
        for (int site = 0; site < sites; site++) {
            discord = discord.plus(beliefs[site].discord(features.firstNeighbour(), features.count(site)));
        }
        return discord.spread();
    }

    private Rival leader() {
        return rivals.stream()
                .filter(rival -> !rival.gone)
                .min(Comparator.comparingDouble(rival -> rival.lost))
                .orElseThrow();
    }

    /** The one that led before this record, of which each has lost so much. */
    int judge(double[] losses) {
        int leading = rivals.indexOf(leader());
        for (int k = 0; k < losses.length; k++) {
            rivals.get(k).lost += losses[k];
        }
        records++;
        Rival leader = leader();
        for (Rival rival : rivals) {
            rival.gone |= rival != leader && (records >= RECORDS || rival.lost > leader.lost + FAR);
        }
        return leading;
    }

    /** Forgets those that are gone. */
    void forget() {
        rivals.removeIf(rival -> rival.gone);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeLong(records);
        out.writeInt(rivals.size());
        for (Rival rival : rivals) {
            out.writeInt(rival.ties);
            Numerals.write(out, rival.lost);
            for (Belief belief : rival.beliefs) {
                belief.save(out);
            }
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        records = in.readLong();
        int count = Numerals.count(in, TIES.size(), "rivals");
        if (count == 0) {
            throw new Refused("", "memory of no rivals");
        }
        rivals.clear();
        for (int left = count; left > 0; left--) {
            Rival rival = new Rival(Numerals.count(in, TIES.size() - 1, "ties"));
            rival.lost = Numerals.number(in);
            for (Belief belief : rival.beliefs) {
                belief.load(in);
            }
            rivals.add(rival);
        }
    }
}
