package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Site;
import io.isinglass.engine.model.Ascent;
import io.isinglass.engine.model.Couplings;

/** Every site is set to the best mean given its neighbours, so that each half-sweep raises the bound or leaves it. */
public record CoordinateAscent(Ascent model) implements ClearKernel {

    @Override
    public void move(Site site, Couplings couplings) {
        while (site.next()) {
            site.set(model.best(site, couplings));
        }
    }
}
