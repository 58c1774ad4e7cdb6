package io.isinglass.engine.model;

import io.isinglass.engine.catalog.Option;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Site;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Ratio;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fourier sums of a field at the smallest momentum along the rows, C = Σ s cos(2π row/rows) and S = Σ s sin(2π row/rows),
 * and what they tell: the structure factor F = (C² + S²)/N and the second-moment correlation length.
 */
final class Waves {

    /*
     * ξ = √(χ/F − 1) / (2 sin(π/rows)), χ = N⟨m²⟩: the lattice form of χ/F = 1 + (k ξ)² (Cooper, Freedman and Preston, 1982).
     *
     * A cosine is cut to a multiple of 2⁻²⁰, so that sums over spins take the short way of PatchSum and those over a row
     * may be formed before they are multiplied.
     */

    static final Option OPTION =
            new Option("waves", "0", "0 or 1", "whether to see the structure factor and the correlation length");

    private static final double UNITS = 1 << 20;

    private Waves() {}

    /** The terms of one component of the field. */
    static List<Term> terms(String component) {
        return List.of(
                Term.seen(component + "-cosine", "the sum over sites of " + component + " cos(2 pi row / rows)"),
                Term.seen(component + "-sine", "the sum over sites of " + component + " sin(2 pi row / rows)"));
    }

    static List<Term> join(List<Term> terms, List<Term> more) {
        return Stream.concat(terms.stream(), more.stream()).toList();
    }

    /** The cosine at a site, or the sine where {@code part} is odd. */
    static double at(Site site, int part) {
        double turns = (double) site.row() / site.lattice().rows();
        double wave = (part & 1) == 0 ? Elementary.cosineOfTurns(turns) : Elementary.sineOfTurns(turns);
        return Math.rint(wave * UNITS) / UNITS;
    }

    static void check(Lattice lattice) {
        if (lattice.rows() < 2) {
            throw new Refused(
                    "options.waves", "waves run along the rows: there must be 2 or more, was " + lattice.rows());
        }
    }

    /** F, by the sums from {@code first} on. */
    static Observable structure(int first, double sites) {
        return new Observable("structure_factor", sums -> {
            double power = 0;
            for (int k = first; k < sums.length; k++) {
                power += sums[k] * sums[k];
            }
            return power / sites;
        });
    }

    /** ξ; 0 where F exceeds χ. */
    static Ratio length(Lattice lattice, int magnetisationSquared, int structure) {
        double wave = 2 * Math.sin(Math.PI / lattice.rows());
        double sites = lattice.sites();
        return new Ratio(
                "correlation_length",
                mean -> Math.sqrt(Math.max(0, sites * mean[magnetisationSquared] / mean[structure] - 1)) / wave);
    }
}
