package io.isinglass.engine.model;

import io.isinglass.engine.field.Site;

/** A model whose sites can be drawn from their exact distribution given their neighbours. */
public interface Conditional extends Model {

    /** A new value of the site, drawn given everything else. */
    double draw(Site site, Couplings couplings);
}
