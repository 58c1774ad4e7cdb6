package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;

/** Every site is set to the best mean given its neighbours, so that each half-sweep raises the bound or leaves it. */
public record CoordinateAscent(Ascent model) implements Kernel {

    @Override
    public void halfSweep(Field field, Couplings couplings, Dice dice, int colour) {
        Site site = field.sites(colour, dice);
        while (site.next()) {
            site.set(model.best(site, couplings));
        }
    }
}
