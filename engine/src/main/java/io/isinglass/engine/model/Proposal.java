package io.isinglass.engine.model;

import io.isinglass.engine.field.Site;

/** A model whose sites can be offered a new value, as likely from the old one as the old one is from it. */
public interface Proposal extends Model {

    /** The value on offer; uses draw 0 of the site's numbers. */
    double propose(Site site);

    /** ln p of this value at the site, given everything else, up to a constant. */
    double logWeight(double value, Site site, Couplings couplings);
}
