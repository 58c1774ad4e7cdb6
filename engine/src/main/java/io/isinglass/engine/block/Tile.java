package io.isinglass.engine.block;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.PatchSum;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.List;

/**
 * One block's share of a lattice: the fields of all chains on its patch, moved half a sweep at a time.
 *
 * <p>Step t moves colour t mod 2 of sweep t div 2, and needs each neighbour's edge of the other colour as it stands
 * before t. A tile computes; when to do so is for its caller, an actor or a loop.
 */
public final class Tile {

    /*
     * Every bond joins the two colours. So when the second colour has moved, its sites and their neighbours' halo show
     * every bond as it is at the end of the sweep: a bond belongs to the block that owns its end of colour 1, and
     * measuring asks for no further exchange.
     */

    private static final int LAST_COLOUR = Lattice.COLOURS - 1;

    private final Patch patch;
    private final Dynamics dynamics;
    private final List<Field> fields = new ArrayList<>();
    private final double[][] sums;
    private final long[] watched;

    /** A tile of {@code chains} chains, all at zero until {@link #restart} or {@link #restore}. */
    public Tile(Patch patch, Dynamics dynamics, int chains) {
        this.patch = patch;
        this.dynamics = dynamics;
        this.sums = new double[chains][0];
        this.watched = new long[chains];
        for (int chain = 0; chain < chains; chain++) {
            fields.add(new Field(patch, dynamics.model().values()));
        }
    }

    public Patch patch() {
        return patch;
    }

    public int chains() {
        return fields.size();
    }

    public Field field(int chain) {
        return fields.get(chain);
    }

    /** Begins a chain anew before sweep {@code sweep}. */
    public void restart(int chain, Start start, long sweep) {
        Model model = dynamics.model();
        Field field = fields.get(chain);
        Dice dice = dynamics.noise().dice(chain, sweep, Noise.START);
        for (int colour = 0; colour < Lattice.COLOURS; colour++) {
            Site site = field.sites(colour, dice);
            while (site.next()) {
                site.set(
                        switch (start) {
                            case ORDERED -> model.ordered();
                            case DISORDERED -> model.disordered(site);
                            case EVIDENCE -> asSeen(model, site.evidence());
                        });
            }
        }
    }

    private static double asSeen(Model model, double evidence) {
        if (evidence == 0) {
            return model.ordered();
        }
        return model.values() == Values.SPIN ? Math.signum(evidence) : evidence;
    }

    /** Moves the colour of {@code step} in every chain. */
    public void move(long step, Couplings couplings) {
        int colour = colour(step);
        for (int chain = 0; chain < chains(); chain++) {
            Dice dice = dynamics.noise().dice(chain, step / Lattice.COLOURS, colour);
            dynamics.kernel().halfSweep(fields.get(chain), couplings, dice, colour);
        }
    }

    /** Whether a sweep is whole after {@code step}. */
    public static boolean endsSweep(long step) {
        return colour(step) == LAST_COLOUR;
    }

    private static int colour(long step) {
        return (int) (step % Lattice.COLOURS);
    }

    /** What the neighbour beyond {@code side} must know before {@code step}: this edge's other colour, all chains. */
    public long[] edge(Side side, long step) {
        int words = fields.getFirst().edgeWords(side);
        long[] edge = new long[words * chains()];
        for (int chain = 0; chain < chains(); chain++) {
            fields.get(chain).packEdge(side, 1 - colour(step), edge, chain * words);
        }
        return edge;
    }

    /** Takes what the neighbour beyond {@code side} showed with {@link #edge} for this step. */
    public void halo(Side side, long step, long[] edge) {
        int words = fields.getFirst().edgeWords(side);
        if (edge.length != words * chains()) {
            throw new IllegalArgumentException("edge of " + edge.length + " words, expected " + words * chains());
        }
        for (int chain = 0; chain < chains(); chain++) {
            fields.get(chain).unpackHalo(side, 1 - colour(step), edge, chain * words);
        }
    }

    /** Adds this patch's statistics at the end of a sweep to row {@code row} of each chain's series. */
    public void measure(List<Series> series, int row) {
        for (int chain = 0; chain < chains(); chain++) {
            measure(fields.get(chain), series.get(chain), row);
        }
    }

    private void measure(Field field, Series series, int row) {
        Model model = dynamics.model();
        PatchSum sum = new PatchSum();
        Site site = field.sites(LAST_COLOUR, dynamics.noise().dice(0, 0, 0));
        while (site.next()) {
            sum.add(site.value() * site.pull());
        }
        sum.drain(series, row, 0);
        for (int term = 1; term < series.terms(); term++) {
            for (int y = 0; y < patch.rows(); y++) {
                for (int x = 0; x < patch.columns(); x++) {
                    sum.add(model.statistic(term, field.at(y, x), field.evidence(y, x)));
                }
            }
            sum.drain(series, row, term);
        }
    }

    /** Adds every site's value to its chain's running sums. */
    public void watch() {
        for (int chain = 0; chain < chains(); chain++) {
            if (sums[chain].length == 0) {
                sums[chain] = new double[patch.sites()];
            }
            Field field = fields.get(chain);
            for (int y = 0, at = 0; y < patch.rows(); y++) {
                for (int x = 0; x < patch.columns(); x++, at++) {
                    sums[chain][at] += field.at(y, x);
                }
            }
            watched[chain]++;
        }
    }

    /** Empties the running sums of all chains. */
    public void forget() {
        for (int chain = 0; chain < chains(); chain++) {
            sums[chain] = new double[0];
            watched[chain] = 0;
        }
    }

    /** The mean of each site over the sweeps watched, row by row; where none were, the field as it stands. */
    public float[] mean(int chain) {
        float[] mean = new float[patch.sites()];
        for (int at = 0; at < mean.length; at++) {
            mean[at] = (float)
                    (watched[chain] == 0
                            ? fields.get(chain).at(at / patch.columns(), at % patch.columns())
                            : sums[chain][at] / watched[chain]);
        }
        return mean;
    }

    /** The field as it stands, row by row. */
    public float[] picture(int chain) {
        float[] picture = new float[patch.sites()];
        for (int at = 0; at < picture.length; at++) {
            picture[at] = (float) fields.get(chain).at(at / patch.columns(), at % patch.columns());
        }
        return picture;
    }

    /** The whole tile as it stands before {@code step}. */
    public Snapshot snapshot(long step) {
        List<Snapshot.Chain> chains = new ArrayList<>();
        for (int chain = 0; chain < chains(); chain++) {
            chains.add(new Snapshot.Chain(fields.get(chain), watched[chain], sums[chain]));
        }
        return Snapshot.of(new Snapshot.Content(patch, dynamics.model().values(), step, chains));
    }

    /** Becomes what the snapshot holds, and says before which step that was; halos must be shown anew. */
    public long restore(Snapshot snapshot) {
        Snapshot.Content content = snapshot.content();
        if (!content.patch().equals(patch) || content.chains().size() != chains()) {
            throw new IllegalArgumentException("snapshot of another block: " + content.patch() + ", this is " + patch);
        }
        if (content.values() != dynamics.model().values()) {
            throw new IllegalArgumentException("snapshot of another model: it holds " + content.values() + " values");
        }
        for (int chain = 0; chain < chains(); chain++) {
            Snapshot.Chain stored = content.chains().get(chain);
            fields.set(chain, stored.field());
            sums[chain] = stored.sums();
            watched[chain] = stored.watched();
        }
        return content.step();
    }
}
