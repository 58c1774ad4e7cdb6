package io.isinglass.engine.kernel;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.PatchSum;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;

/** A kernel in the clear form: site by site, by the rule of its model. Every faster form must equal it bit for bit. */
public interface ClearKernel extends Kernel {

    /*
     * A bond joins two colours, and belongs to the block that owns its end of the higher one. When the last colour has
     * moved, the halo still shows every lower colour as it is at the end of the sweep: so measuring asks for no further
     * exchange.
     */

    Model model();

    /** Moves the sites that the cursor comes to. */
    void move(Site site, Couplings couplings);

    @Override
    default Field field(Patch patch) {
        return new ClearField(patch, model().values());
    }

    @Override
    default void move(Field field, Couplings couplings, Dice dice, int colour) {
        ClearField clear = (ClearField) field;
        bind(model(), clear, couplings);
        move(clear.sites(colour, dice), couplings);
    }

    /** Gives bonds and sites of a field the couplings that are their own; refuses those that a model does not know. */
    static void bind(Model model, ClearField field, Couplings couplings) {
        if (couplings.sites().length > 0 && !model.takesLocalSites()) {
            throw new IllegalArgumentException("sites of this model have no couplings of their own");
        }
        field.bind(couplings.bonds());
        field.bindSites(couplings.sites());
    }

    @Override
    default void measure(Field field, Series series, int row) {
        measure(model(), (ClearField) field, series, row);
    }

    /** The same for a field that nothing moves. */
    static void measure(Model model, ClearField field, Series series, int row) {
        PatchSum sum = new PatchSum();
        for (int term = 0; term < series.terms(); term++) {
            boolean bonds = model.terms().get(term).isBond();
            boolean twoColoured = field.patch().lattice().colours() == 2;
            Site site = field.sites(bonds && twoColoured ? 1 : Site.ALL, new Noise(0).dice(0, 0, 0));
            while (site.next()) {
                sum.add(bonds ? model.bonds(term, site) : model.statistic(term, site));
            }
            sum.drain(series, row, term);
        }
    }
}
