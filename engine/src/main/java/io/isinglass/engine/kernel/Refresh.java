package io.isinglass.engine.kernel;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Proposal;

/**
 * Sweeps of a local kernel that reaches every field, for a kernel that alone would not.
 *
 * @param every one sweep of so many; 0: none
 */
record Refresh(ClearKernel kernel, long every) {

    /** The option by which it is set. */
    static final String EVERY = "heat-bath-every";

    /** The largest {@link #every}. */
    static final long SELDOM = 1_000_000;

    /** The heat bath of the model; Metropolis where it has none. */
    static Refresh of(Model model, long every) {
        return switch (model) {
            case Conditional conditional -> new Refresh(new HeatBath(conditional), every);
            case Proposal proposal -> new Refresh(new Metropolis(proposal), every);
            default ->
                throw new Refused(
                        "", "this kernel needs a model that moves site by site too, the model given does not");
        };
    }

    /** Whether the sweep under way is one of them. */
    boolean isDue(long sweep) {
        return every > 0 && sweep % every == 0;
    }

    /** Moves the sites that the cursor comes to, if their sweep is due. */
    void move(Site site, Couplings couplings) {
        if (isDue(site.sweep())) {
            kernel.move(site, couplings);
        }
    }
}
