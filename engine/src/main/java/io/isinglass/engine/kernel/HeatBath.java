package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Site;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Couplings;

/** Every site is drawn anew from its exact distribution given its neighbours (Gibbs sampling). The clear form. */
public record HeatBath(Conditional model) implements ClearKernel {

    @Override
    public void move(Site site, Couplings couplings) {
        while (site.next()) {
            site.set(model.draw(site, couplings));
        }
    }
}
