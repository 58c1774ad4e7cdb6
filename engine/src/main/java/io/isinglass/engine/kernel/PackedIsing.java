package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.PackedField;
import io.isinglass.engine.field.Stripe;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.lattice.Regular;
import io.isinglass.engine.lattice.Side;
import io.isinglass.engine.math.VectorUnit;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Ising;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Dice;
import java.util.function.Consumer;

/**
 * Heat bath or Metropolis of the Ising model on packed spins, 64 of one colour to a word, in two or three dimensions.
 *
 * <p>Equal bit for bit to the clear kernel: the probabilities come from the same polynomials, and the random planes of a
 * word are compared with them. After the first few planes hardly a site is open, and these go word by word; so do those at
 * the ends of the rows of an open lattice.
 */
final class PackedIsing implements ByRows {

    /** Planes that are compared for every site. */
    static final int SURE_PLANES = 12;

    private final Kernel clear;
    private final boolean flips;
    private final int neighbours;
    private volatile Acceptances last = new Acceptances(new Couplings(), new Acceptance[0], new Acceptance[0]);

    /** What sites accept under some couplings, by how many neighbours they lack; {@code atEdges} knows the ends of rows too. */
    private record Acceptances(Couplings couplings, Acceptance[] byMissing, Acceptance[] atEdges) {}

    PackedIsing(Kernel clear, Lattice lattice) {
        this.clear = clear;
        this.flips = clear instanceof Metropolis;
        this.neighbours = lattice.sides().size();
    }

    /** Whether there is a packed form of this kernel on this lattice. */
    static boolean fits(Kernel kernel, Lattice lattice) {
        Model model = switch (kernel) {
            case HeatBath(var rule) -> rule;
            case Metropolis(var rule) -> rule;
            default -> null;
        };
        return model instanceof Ising ising
                && !ising.waves()
                && lattice.bonds() instanceof Regular regular
                && regular.rings() == 1
                && regular.isUniform()
                && lattice.rows() > 1
                && lattice.columns() > 1;
    }

    @Override
    public Kernel clear() {
        return clear;
    }

    @Override
    public double bytesPerSite() {
        return 0.3;
    }

    @Override
    public Field field(Patch patch) {
        return new PackedField(patch);
    }

    @Override
    public void move(Field field, Couplings couplings, Dice dice, int colour, int from, int to) {
        move(field, couplings, dice, colour, from, to, _ -> {});
    }

    /** Counts each stripe as soon as it has been moved, while it is at hand: all its neighbours are of the other colour. */
    @Override
    public void finish(
            Field field, Couplings couplings, Dice dice, int colour, int from, int to, Series series, int row) {
        PackedSums sums = new PackedSums();
        move(field, couplings, dice, colour, from, to, sums::add);
        add(sums, series, row);
    }

    private void move(
            Field field, Couplings couplings, Dice dice, int colour, int from, int to, Consumer<Stripe> moved) {
        Patch patch = field.patch();
        Stripe stripe = ((PackedField) field).stripe();
        PackedWords words = new PackedWords(stripe, dice, flips);
        Acceptances acceptances = acceptances(couplings);
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = from; y < to; y += stripe.rows()) {
                stripe.begin(z, y, to, colour);
                dice.row(patch.row(z, y));
                move(stripe, words, dice, acceptances);
                moved.accept(stripe);
            }
        }
    }

    private void move(Stripe stripe, PackedWords words, Dice dice, Acceptances acceptances) {
        Acceptance acceptance = acceptances.byMissing()[stripe.missing()];
        if (stripe.hasEdges() && !acceptance.hasParts()) {
            acceptance = acceptances.atEdges()[stripe.missing()];
        }
        if (VectorUnit.isPresent()) {
            decide(stripe, dice, acceptance);
            words.settle(SURE_PLANES, acceptance);
        } else {
            words.decide(acceptance);
        }
        if (stripe.hasEdges() && !acceptance.knowsEdges()) {
            for (int row = 0; row < stripe.rows(); row++) {
                decideEdge(stripe, words, stripe.edge(row, Side.WEST), row, acceptances.byMissing());
                decideEdge(stripe, words, stripe.edge(row, Side.EAST), row, acceptances.byMissing());
            }
        }
        words.store();
    }

    private static void decideEdge(Stripe stripe, PackedWords words, int column, int row, Acceptance[] acceptances) {
        if (column >= 0) {
            int word = row * stripe.words() + stripe.word(column);
            words.decideAgain(word, 1L << (column >> 1), acceptances[stripe.missing() + 1]);
        }
    }

    private void decide(Stripe stripe, Dice dice, Acceptance acceptance) {
        long key = dice.key();
        long twist = dice.twist();
        long[] limits = acceptance.limits();
        long rule = flips ? -1 : 0;
        long[] parts = acceptance.knowsEdges() ? stripe.edges() : stripe.own();
        int from = acceptance.knowsEdges() ? stripe.mask() : stripe.at();
        if (acceptance.hasParts() && stripe.isCube()) {
            PackedCube.apart(stripe, key, twist, limits, rule, parts, from);
        } else if (acceptance.hasParts()) {
            PackedSquare.apart(stripe, key, twist, limits, rule, parts, from);
        } else if (stripe.isCube()) {
            PackedCube.alike(stripe, key, twist, limits, rule);
        } else {
            PackedSquare.alike(stripe, key, twist, limits, rule);
        }
    }

    private Acceptances acceptances(Couplings couplings) {
        Acceptances known = last;
        if (!known.couplings().equals(couplings)) {
            Acceptance[] byMissing = new Acceptance[neighbours + 1];
            Acceptance[] atEdges = new Acceptance[neighbours];
            for (int missing = 0; missing <= neighbours; missing++) {
                byMissing[missing] = new Acceptance(couplings, flips, neighbours - missing, missing);
            }
            for (int missing = 0; missing < neighbours; missing++) {
                Acceptance edge = new Acceptance(couplings, flips, neighbours - missing - 1, 0);
                atEdges[missing] = new Acceptance(byMissing[missing], edge);
            }
            known = new Acceptances(couplings, byMissing, atEdges);
            last = known;
        }
        return known;
    }

    @Override
    public void measure(Field field, Series series, int row) {
        add(PackedSums.of((PackedField) field), series, row);
    }

    private static void add(PackedSums sums, Series series, int row) {
        series.add(row, Ising.BOND, (double) sums.bonds());
        series.add(row, Ising.FIELD, (double) sums.spins());
    }
}
