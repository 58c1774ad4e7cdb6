package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Site;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Reflective;

/**
 * Every site is offered its mirror image about a point that its neighbours give it, and takes it with probability
 * min(1, p′/p); in one sweep of so many it is drawn anew instead.
 *
 * <p>Brown and Woch: Overrelaxed heat-bath and Metropolis algorithms (1987). The mirror hangs by the neighbours alone, so the
 * offer is its own inverse and the move is exact whatever the rest of p is; the rest decides how many offers are taken.
 * Mirrors alone would stay near the level of ln p where they began.
 */
record OverRelaxation(Reflective model, Refresh refresh) implements ClearKernel {

    @Override
    public void move(Site site, Couplings couplings) {
        if (refresh.isDue(site.sweep())) {
            refresh.move(site, couplings);
            return;
        }
        while (site.next()) {
            double next = model.mirrored(site, couplings);
            double gain = model.logWeight(next, site, couplings) - model.logWeight(site.value(), site, couplings);
            if (gain >= 0 || site.below(Elementary.exp(gain), 0)) {
                site.set(next);
            }
        }
    }
}
