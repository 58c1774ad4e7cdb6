package io.isinglass.engine.model;

import io.isinglass.engine.field.Site;

/** A variational model of independent spins: a site holds the mean of its spin, and is turned to raise the bound. */
public interface Ascent extends Model {

    /** The mean that maximises the bound, given everything else. */
    double best(Site site, Couplings couplings);

    /**
     * An unbiased guess of the best natural parameter artanh m, from spins of the neighbours drawn by their means.
     *
     * <p>It is the score-function gradient ∇ E[f] = E[(s − m) (s f − c)] over the Fisher information 1 − m², with the
     * control variate c = −m f, which takes away all variance that comes from the site's own spin.
     */
    double guess(Site site, Couplings couplings);
}
