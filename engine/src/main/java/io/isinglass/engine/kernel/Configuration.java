package io.isinglass.engine.kernel;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Proposal;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.util.function.IntFunction;

/** A configuration of a whole lattice that is given, not sampled, and what a model says of it. */
public final class Configuration {

    private static final Dice NO_DICE = new Noise(0).dice(0, 0, 0);

    private final Model model;
    private final ClearField field;
    private final boolean graph;

    /** All sites at 0. */
    public Configuration(Lattice lattice, Model model) {
        this.model = model;
        this.field = new ClearField(Patch.of(lattice), model.values());
        this.graph = lattice.bonds() instanceof Graph;
    }

    /** Becomes this one: a value a site, plane by plane and row by row. */
    public void show(double[] values) {
        Patch patch = field.patch();
        if (values.length != patch.sites()) {
            throw new IllegalArgumentException(values.length + " values for " + patch.sites() + " sites");
        }
        int number = 0;
        for (int z = 0; z < patch.depth(); z++) {
            for (int y = 0; y < patch.rows(); y++) {
                for (int x = 0; x < patch.columns(); x++) {
                    field.set(z, y, x, values[number++]);
                }
            }
        }
        if (!graph) {
            field.wrap();
        }
    }

    /** Lets the marked sites hold what those of a disordered field do. */
    public void disorder(boolean[] marked, Dice dice) {
        Site site = field.sites(Site.ALL, dice);
        while (site.next()) {
            if (marked[number(site)]) {
                site.set(model.disordered(site));
            }
        }
        if (!graph) {
            field.wrap();
        }
    }

    /**
     * Draws each of the marked sites once, given all others: those of one colour after those of another.
     *
     * @param dice those of each colour
     */
    public void draw(Conditional rule, boolean[] marked, Couplings couplings, IntFunction<Dice> dice) {
        ClearKernel.bind(rule, field, couplings);
        if (graph) {
            // No site sees a copy of another: all may be gone through in their order.
            draw(rule, marked, couplings, field.sites(Site.ALL, dice.apply(0)));
            return;
        }
        for (int colour = 0; colour < field.patch().lattice().colours(); colour++) {
            draw(rule, marked, couplings, field.sites(colour, dice.apply(colour)));
            field.wrap();
        }
    }

    private void draw(Conditional rule, boolean[] marked, Couplings couplings, Site site) {
        while (site.next()) {
            if (marked[number(site)]) {
                site.set(rule.draw(site, couplings));
            }
        }
    }

    private int number(Site site) {
        Patch patch = field.patch();
        return (site.z() * patch.rows() + site.y()) * patch.columns() + site.x();
    }

    /** The statistics T of all terms, bit by bit what a chain measures that stands here. */
    public double[] statistics() {
        Series series = Series.zeros(1, model.terms().size());
        ClearKernel.measure(model, field, series, 0);
        return series.row(0);
    }

    /** For each site ln p(+1 | all others) − ln p(−1 | all others), halved. */
    public double[] leanings(Proposal spins, Couplings couplings) {
        double[] leanings = new double[field.patch().sites()];
        Site site = field.sites(Site.ALL, NO_DICE);
        for (int number = 0; site.next(); number++) {
            leanings[number] = (spins.logWeight(1, site, couplings) - spins.logWeight(-1, site, couplings)) / 2;
        }
        return leanings;
    }
}
