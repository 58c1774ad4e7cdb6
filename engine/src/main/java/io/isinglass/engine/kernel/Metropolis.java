package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Site;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Proposal;

/**
 * Every site is offered a new value and takes it with probability min(1, p′/p). The clear form.
 *
 * <p>Ising spins at K = h = 0 accept every offer, so the field then has period two and never mixes. On a ring at h = 0 walls
 * between domains keep their direction: take the heat bath there.
 */
public record Metropolis(Proposal model) implements ClearKernel {

    @Override
    public void move(Site site, Couplings couplings) {
        while (site.next()) {
            double next = model.propose(site);
            double gain = model.logWeight(next, site, couplings) - model.logWeight(site.value(), site, couplings);
            if (gain >= 0 || site.below(Elementary.exp(gain), 1)) {
                site.set(next);
            }
        }
    }
}
