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
 *
 * <p>Chains may exchange their names; means then go with the name.
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
    private final Couplings[] couplings;
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
        this.couplings = new Couplings[chains.size()];
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
        for (int index = 0; index < chains.size(); index++) {
            if (chains.get(index).told()) {
                observe(learned, index, readings);
            }
        }
    }

    private void observe(Learned learned, int index, List<Reading> readings) {
        Order order = learned.sample().order();
        int bearer = learned.lesson().bearer(index);
        Couplings now = order.couplings().of(bearer);
        Observables observables = model.observables(lattice, now);
        boolean turned = !now.equals(couplings[index]);
        couplings[index] = now;
        epochs[index] = turned || isChanged(order, bearer) ? 0 : epochs[index] + 1;
        if (epochs[index] <= 1) {
            bins[index] = new Bins(observables.direct().size());
        }
        Series series = learned.sample().chains().get(bearer);
        for (int row = 0; row < series.sweeps(); row++) {
            bins[index].add(observables.of(series.row(row)));
        }
        tell(observables, bins[index], chains.get(index), readings);
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
