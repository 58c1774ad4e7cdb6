package io.isinglass.engine.kernel;

import io.isinglass.engine.field.Site;
import io.isinglass.engine.field.Values;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.model.Conditional;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Embedded;
import io.isinglass.engine.model.Term;
import java.util.List;

/** Spins bound to nearest neighbours by K and across diagonals by D, in a field h. */
record Diagonal() implements Conditional, Embedded {

    @Override
    public Values values() {
        return Values.SPIN;
    }

    @Override
    public int rings() {
        return 2;
    }

    @Override
    public List<Term> terms() {
        return List.of(
                Term.bond("K", "bonds", 0), new Term("D", "diagonals", 0, true, 1), Term.turned("h", "sites", 0));
    }

    @Override
    public double statistic(int k, double value, double evidence) {
        return value;
    }

    @Override
    public double ordered() {
        return 1;
    }

    @Override
    public double disordered(Site site) {
        return site.uniform(0) < 0.5 ? 1 : -1;
    }

    @Override
    public double draw(Site site, Couplings couplings) {
        double field = couplings.at(0) * site.pull(0) + couplings.at(1) * site.pull(1) + couplings.at(2);
        return site.below(Elementary.logistic(2 * field), 0) ? 1 : -1;
    }

    @Override
    public double coupling(int ring, Couplings couplings) {
        return couplings.at(ring);
    }

    @Override
    public double lean(double value, double axis, double evidence, Couplings couplings) {
        return value * couplings.at(2);
    }

    @Override
    public void check(Couplings couplings) {}

    @Override
    public Observables observables(Lattice lattice, Couplings couplings) {
        return new Observables(List.of(), List.of());
    }
}
