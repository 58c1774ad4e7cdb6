package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;

/** Every site is drawn anew from its exact distribution given its neighbours (Gibbs sampling). The clear form. */
public record HeatBath(Conditional model) implements Kernel {

    @Override
    public void halfSweep(Field field, Couplings couplings, Dice dice, int colour) {
        Site site = field.sites(colour, dice);
        while (site.next()) {
            site.set(model.draw(site, couplings));
        }
    }
}
