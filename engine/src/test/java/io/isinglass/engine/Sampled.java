package io.isinglass.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.block.Mosaic;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Estimates from a run of a pair: of every observable and ratio by name, and of every term as {@code T0}, {@code T1}, …. */
public record Sampled(Map<String, Estimate> estimates) {

    /** A run: half of the chains begin ordered, half disordered, and the first tenth of the sweeps is thrown away. */
    public record Run(Cut cut, int chains, int sweeps, double[] evidence) {

        public static Run whole(Lattice lattice, int chains, int sweeps) {
            return new Run(new Cut(lattice, 1, 1), chains, sweeps, new double[0]);
        }
    }

    public static Sampled by(Pair pair, Couplings couplings, Run run) {
        Mosaic mosaic = pair.mosaic(run.cut(), run.chains(), run.evidence(), 20261123);
        for (int chain = 0; chain < run.chains(); chain++) {
            mosaic.restart(chain, chain % 2 == 0 ? Start.ORDERED : Start.DISORDERED);
        }
        mosaic.run(run.sweeps() / 10, couplings);
        List<Series> series = mosaic.run(run.sweeps(), couplings);

        Observables observables = pair.model().observables(run.cut().lattice(), couplings);
        int direct = observables.direct().size();
        int terms = pair.model().terms().size();
        Bins bins = new Bins(direct + terms);
        for (int sweep = 0; sweep < run.sweeps(); sweep++) {
            double[] mean = new double[direct + terms];
            for (Series each : series) {
                double[] row = each.row(sweep);
                double[] seen = observables.of(row);
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += (k < direct ? seen[k] : row[k - direct]) / series.size();
                }
            }
            bins.add(mean);
        }
        return new Sampled(named(bins, observables, terms));
    }

    private static Map<String, Estimate> named(Bins bins, Observables observables, int terms) {
        Map<String, Estimate> named = new LinkedHashMap<>();
        for (Observable each : observables.direct()) {
            named.put(each.name(), bins.estimate(named.size()));
        }
        for (int term = 0; term < terms; term++) {
            named.put("T" + term, bins.estimate(named.size()));
        }
        for (Ratio each : observables.ratios()) {
            ToDoubleFunction<double[]> of = each.of();
            named.put(each.name(), bins.jackknife(of));
        }
        return named;
    }

    public Estimate of(String name) {
        return estimates.get(name);
    }

    /** Asserts that the estimate is within 4σ of the truth, and that σ is below {@code sharpness}. */
    public void assertNear(double truth, String name, double sharpness) {
        assertNear(truth, name, 1, sharpness);
    }

    /** The same for a multiple of the estimate. */
    public void assertNear(double truth, String name, double factor, double sharpness) {
        assertNear(truth, of(name).times(factor), name, sharpness);
    }

    public static void assertNear(double truth, Estimate ours, String name, double sharpness) {
        assertEquals(truth, ours.mean(), 4 * ours.stderr(), name + " with error " + ours.stderr());
        assertTrue(ours.stderr() < sharpness, () -> name + " is known to " + ours.stderr() + ", wanted " + sharpness);
    }
}
