package io.isinglass.engine.block;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.ByRows;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * One block's share of a lattice: the fields of all chains on its patch, moved half a sweep at a time.
 *
 * <p>With C colours step t moves colour t mod C of sweep t div C, and needs each neighbour's edge of all other colours as
 * they stand before t. A tile computes; when to do so is for its caller, an actor or a loop.
 */
public final class Tile {

    private static final Set<Side> RIM = Collections.unmodifiableSet(EnumSet.of(Side.NORTH, Side.SOUTH));

    private final Patch patch;
    private final Dynamics dynamics;
    private final List<Kernel> kernels = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private List<Herd> herds;
    private final double[][] sums;
    private final long[] watched;

    /** A tile of {@code chains} chains, all at zero until {@link #restart} or {@link #restore}. */
    public Tile(Patch patch, Dynamics dynamics, int chains) {
        this.patch = patch;
        this.dynamics = dynamics;
        this.sums = new double[chains][0];
        this.watched = new long[chains];
        this.kernels.addAll(Collections.nCopies(chains, dynamics.kernel()));
        this.fields.addAll(dynamics.kernel().fields(patch, chains));
        this.herds = Herd.of(kernels, fields);
    }

    public Patch patch() {
        return patch;
    }

    public int chains() {
        return fields.size();
    }

    /** A tile of as many chains elsewhere, moved in the same way. */
    Tile elsewhere(Patch other) {
        return new Tile(other, dynamics, chains());
    }

    public Field field(int chain) {
        return fields.get(chain);
    }

    /** Puts evidence on the sites of a chain; one that is in a form that takes none changes to the clear form. */
    public void show(int chain, double[] seen) {
        if (seen.length != 0) {
            clear(chain);
        }
        fields.get(chain).show(seen);
    }

    /** Brings a chain into the clear form. */
    private void clear(int chain) {
        if (kernels.get(chain).equals(kernels.get(chain).clear())) {
            return;
        }
        kernels.set(chain, kernels.get(chain).clear());
        Field clear = kernels.get(chain).field(patch);
        forEach((z, y, x, _) -> clear.set(z, y, x, fields.get(chain).at(z, y, x)));
        fields.set(chain, clear);
        herds = Herd.of(kernels, fields);
    }

    /** Something done at a place of the patch, whose number counts row by row. */
    @FunctionalInterface
    private interface Visit {

        void at(int z, int y, int x, int number);
    }

    private void forEach(Visit visit) {
        int number = 0;
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = 0; y < patch.rows(); y++) {
                for (int x = 0; x < patch.columns(); x++, number++) {
                    visit.at(z, y, x, number);
                }
            }
        }
    }

    /**
     * Lets chains begin as copies of others, as these stand before any of it: so chains may also change places.
     *
     * @param sources for each chain that begins so, the one whose values it takes; its evidence and sums stay its own
     */
    public void copy(Map<Integer, Integer> sources) {
        Map<Integer, double[]> before = new HashMap<>();
        sources.values().forEach(source -> before.computeIfAbsent(source, this::values));
        sources.forEach((chain, source) -> {
            double[] values = before.get(source);
            forEach((z, y, x, at) -> fields.get(chain).set(z, y, x, values[at]));
        });
    }

    private double[] values(int chain) {
        double[] values = new double[patch.sites()];
        forEach((z, y, x, at) -> values[at] = fields.get(chain).at(z, y, x));
        return values;
    }

    /** Begins a chain anew before sweep {@code sweep}. */
    public void restart(int chain, Start start, long sweep) {
        Dice dice = dynamics.noise().dice(chain, sweep, Noise.START);
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = 0; y < patch.rows(); y++) {
                restart(fields.get(chain), z, y, start, dice);
            }
        }
    }

    /** One row, by way of a clear field of one row: a start looks at no neighbour. */
    private void restart(Field field, int z, int y, Start start, Dice dice) {
        Model model = dynamics.model();
        Patch row = new Patch(patch.lattice(), patch.front() + z, patch.top() + y, patch.left(), 1, 1, patch.columns());
        Site site = new ClearField(row, model.values()).sites(Site.ALL, dice);
        double[] seen = field.evidence();
        int first = (z * patch.rows() + y) * patch.columns();
        while (site.next()) {
            int x = site.x();
            field.set(
                    z,
                    y,
                    x,
                    switch (start) {
                        case ORDERED -> model.ordered();
                        case DISORDERED -> model.disordered(site);
                        case EVIDENCE -> model.asSeen(seen.length == 0 ? 0 : seen[first + x]);
                    });
        }
    }

    /** The steps that a sweep takes: one for each colour. */
    public int steps() {
        return patch.lattice().colours();
    }

    /** Where the statistics of a patch at the end of a sweep are added: to a row of each chain's series. */
    public record Sums(List<Series> series, int row) {}

    /** Moves the colour of {@code step} in every chain, each under its own couplings. */
    public void move(long step, ChainCouplings couplings) {
        moveRim(step, couplings, 0, Optional.empty());
        moveRest(step, couplings, 0, Optional.empty());
    }

    /**
     * The sides along which {@code rows} rows are after {@link #moveRim} what they will be after the whole step; none where a
     * kernel moves all sites at once.
     */
    public Set<Side> rim(int rows) {
        return hasRim(rows) ? RIM : Set.of();
    }

    private boolean hasRim(int rows) {
        return patch.rows() > 2 * rows && isByRows();
    }

    private boolean isByRows() {
        for (Herd herd : herds) {
            if (!(herd.kernel() instanceof ByRows)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first part of a step: what {@link #rim} shows.
     *
     * @param sums where the step is the last of a sweep that is measured
     */
    public void moveRim(long step, ChainCouplings couplings, int rows, Optional<Sums> sums) {
        for (int chain = 0; chain < chains(); chain++) {
            if (couplings.of(chain).isLocal()) {
                clear(chain);
            }
        }
        if (hasRim(rows)) {
            moveRows(step, couplings, 0, rows, sums);
            moveRows(step, couplings, patch.rows() - rows, patch.rows(), sums);
        }
    }

    /** The second part of a step: all that the first did not move. */
    public void moveRest(long step, ChainCouplings couplings, int rows, Optional<Sums> sums) {
        if (hasRim(rows)) {
            moveRows(step, couplings, rows, patch.rows() - rows, sums);
            return;
        }
        int colour = colour(step);
        for (Herd herd : herds) {
            IntFunction<Dice> dice = at -> dynamics.noise().dice(herd.chains()[at], step / steps(), colour);
            herd.kernel().moveAll(herd.fields(), at -> couplings.of(herd.chains()[at]), dice, colour);
        }
        sums.ifPresent(into -> measure(into.series(), into.row()));
    }

    /** Moves the colour of {@code step} in the rows nearest to a side; in all, where a kernel moves all sites at once. */
    void moveNear(Side side, int rows, long step, ChainCouplings couplings) {
        if (isByRows()) {
            int from = side == Side.NORTH ? 0 : patch.rows() - rows;
            moveRows(step, couplings, from, from + rows, Optional.empty());
        } else {
            move(step, couplings);
        }
    }

    private void moveRows(long step, ChainCouplings couplings, int from, int to, Optional<Sums> sums) {
        int colour = colour(step);
        for (Herd herd : herds) {
            ByRows kernel = (ByRows) herd.kernel();
            for (int at = 0; at < herd.fields().size(); at++) {
                int chain = herd.chains()[at];
                Field field = herd.fields().get(at);
                Dice dice = dynamics.noise().dice(chain, step / steps(), colour);
                if (sums.isPresent()) {
                    Series series = sums.get().series().get(chain);
                    int row = sums.get().row();
                    kernel.finish(field, couplings.of(chain), dice, colour, from, to, series, row);
                } else {
                    kernel.move(field, couplings.of(chain), dice, colour, from, to);
                }
            }
        }
    }

    /** Whether a sweep is whole after {@code step}. */
    public boolean endsSweep(long step) {
        return colour(step) == steps() - 1;
    }

    int colour(long step) {
        return (int) (step % steps());
    }

    /** What the neighbour beyond {@code side} must know before {@code step}: this edge's other colours, all chains. */
    public long[] edge(Side side, long step) {
        int words = fields.getFirst().edgeWords(side);
        long[] edge = new long[words * chains()];
        for (int chain = 0; chain < chains(); chain++) {
            fields.get(chain).packEdge(side, colour(step), edge, chain * words);
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
            fields.get(chain).unpackHalo(side, colour(step), edge, chain * words);
        }
    }

    /** Adds this patch's statistics at the end of a sweep to row {@code row} of each chain's series. */
    public void measure(List<Series> series, int row) {
        for (Herd herd : herds) {
            herd.kernel().measureAll(herd.fields(), at -> series.get(herd.chains()[at]), row);
        }
    }

    /** Adds every site's value to its chain's running sums. */
    public void watch() {
        for (int chain = 0; chain < chains(); chain++) {
            if (sums[chain].length == 0) {
                sums[chain] = new double[patch.sites()];
            }
            double[] own = sums[chain];
            Field field = fields.get(chain);
            forEach((z, y, x, at) -> own[at] += field.at(z, y, x));
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
        if (watched[chain] == 0) {
            return picture(chain);
        }
        float[] mean = new float[patch.sites()];
        for (int at = 0; at < mean.length; at++) {
            mean[at] = (float) (sums[chain][at] / watched[chain]);
        }
        return mean;
    }

    /** The field as it stands, row by row. */
    public float[] picture(int chain) {
        float[] picture = new float[patch.sites()];
        forEach((z, y, x, at) -> picture[at] = (float) fields.get(chain).at(z, y, x));
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

    /** The field that the next chain of a snapshot is read into: one of the fresh ones, where it is in their form. */
    private Field form(Patch of, double[] evidence, Iterator<Field> fresh) {
        Field own = of.equals(patch) && fresh.hasNext() ? fresh.next() : dynamics.field(of, evidence);
        return evidence.length == 0 ? own : dynamics.field(of, evidence);
    }

    /** Becomes what the snapshot holds, and says before which step that was; halos must be shown anew. */
    public long restore(Snapshot snapshot) {
        Iterator<Field> fresh = dynamics.kernel().fields(patch, chains()).iterator();
        Snapshot.Content content = snapshot.content(patch.lattice(), (of, evidence) -> form(of, evidence, fresh));
        if (!content.patch().equals(patch) || content.chains().size() != chains()) {
            throw new IllegalArgumentException("snapshot of another block: " + content.patch() + ", this is " + patch);
        }
        if (content.values() != dynamics.model().values()) {
            throw new IllegalArgumentException("snapshot of another model: it holds " + content.values() + " values");
        }
        for (int chain = 0; chain < chains(); chain++) {
            Snapshot.Chain stored = content.chains().get(chain);
            fields.set(chain, stored.field());
            kernels.set(chain, dynamics.kernel(stored.field().evidence()));
            sums[chain] = stored.sums();
            watched[chain] = stored.watched();
        }
        herds = Herd.of(kernels, fields);
        return content.step();
    }
}
