package io.isinglass.engine.model;

import io.isinglass.engine.field.Site;

/** A model whose sites can be mirrored about a point that their neighbours give them. */
public interface Reflective extends Proposal {

    /** The mirror image of the value: twice mirrored, a site is back, and no length changes. */
    double mirrored(Site site, Couplings couplings);
}
