package io.isinglass.engine.model;

import io.isinglass.engine.field.Site;

/** A model of reals whose ln p has a derivative. */
public interface Smooth extends Model {

    /** The derivative of ln p by the value of the site, given everything else. */
    double slope(Site site, Couplings couplings);
}
