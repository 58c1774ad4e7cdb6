package io.isinglass.streams.metric;

import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.measure.Observable;
import io.isinglass.engine.measure.Observables;
import io.isinglass.engine.measure.Ratio;
import io.isinglass.engine.measure.Series;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Reading;
import io.isinglass.streams.loop.Learned;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns epochs into rows: every observable of every chain, then what the learner tells.
 *
 * <p>The value of an observable is its mean over all sweeps since the couplings last changed or the chain was changed,
 * so that its error is that of one distribution. The first epoch after a change is shown, but not kept in the mean once
 * there is a second: in it the chain was still on its way.
 */
public final class Meter {

    private final String run;
    private final Lattice lattice;
    private final Model model;
    private final List<Chain> chains;
    private final long warmup;
    private final Clock clock;
    private final Bins[] bins;
    private final int[] epochs;
    private Couplings couplings;
    private long seq;

    /** A meter that leaves the first {@code warmup} epochs out of all means. */
    public Meter(String run, Lattice lattice, Model model, List<Chain> chains, long warmup, Clock clock) {
        this.run = run;
        this.lattice = lattice;
        this.model = model;
        this.chains = List.copyOf(chains);
        this.warmup = warmup;
        this.clock = clock;
        this.bins = new Bins[chains.size()];
        this.epochs = new int[chains.size()];
    }

    /** The rows of an epoch. */
    public List<Row> rows(Learned learned) {
        Order order = learned.sample().order();
        List<Reading> readings = new ArrayList<>();
        if (order.epoch() >= warmup) {
            observe(learned, readings);
        }
        readings.addAll(learned.lesson().readings());
        String time = clock.instant().toString();
        return readings.stream()
                .map(reading ->
                        Row.of(run, reading.key(), reading.estimate(), order.epoch(), order.lastSweep(), seq++, time))
                .toList();
    }

    private void observe(Learned learned, List<Reading> readings) {
        Order order = learned.sample().order();
        Observables observables = model.observables(lattice, order.couplings());
        boolean turned = !order.couplings().equals(couplings);
        couplings = order.couplings();
        for (int chain = 0; chain < chains.size(); chain++) {
            epochs[chain] = turned || isChanged(order, chain) ? 0 : epochs[chain] + 1;
            if (epochs[chain] <= 1) {
                bins[chain] = new Bins(observables.direct().size());
            }
            Series series = learned.sample().chains().get(chain);
            for (int row = 0; row < series.sweeps(); row++) {
                bins[chain].add(observables.of(series.row(row)));
            }
            tell(observables, bins[chain], chains.get(chain), readings);
        }
    }

    private static boolean isChanged(Order order, int chain) {
        return order.changes().stream().mapToInt(Change::chain).anyMatch(changed -> changed == chain);
    }

    private static void tell(Observables observables, Bins bins, Chain chain, List<Reading> readings) {
        int k = 0;
        for (Observable observable : observables.direct()) {
            readings.add(new Reading(chain.key(observable.name()), bins.estimate(k++)));
        }
        for (Ratio ratio : observables.ratios()) {
            Estimate estimate = bins.jackknife(ratio.of());
            readings.add(new Reading(chain.key(ratio.name()), estimate));
        }
    }
}
