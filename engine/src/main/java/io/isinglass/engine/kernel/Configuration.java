package io.isinglass.engine.kernel;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.lattice.Graph;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Proposal;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;

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
