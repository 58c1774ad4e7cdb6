package io.isinglass.streams.metric;

import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.model.Model;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Reading;
import io.isinglass.streams.loop.Learned;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns epochs into rows: what pooled chains say together, every observable of every chain, then what the learner tells.
 *
 * <p>The value of an observable is its mean over all sweeps since the couplings last changed or the chain was changed,
 * so that its error is that of one distribution. The first epoch after a change is shown, but not kept in the mean once
 * there is a second: in it the chain was still on its way.
 *
 * <p>How many epochs it was on its way is told as {@code burn_in}, counted from the change or from the end of the warmup,
 * by the observable that forgets most slowly, as {@link io.isinglass.engine.measure.Thermalisation} sees it;
 * {@code burn_in_z} says by how many standard deviations the early epochs differ from the late ones, and where it is small
 * {@code burn_in} is noise. Both are null before there are epochs enough, and neither is ever applied.
 *
 * <p>Chains may exchange their names; means then go with the name.
 */
public final class Meter implements Memory {

    private final String run;
    private final List<Chain> chains;
    private final long warmup;
    private final Clock clock;
    private final List<Account> accounts;
    private long seq;

    /** A meter that leaves the first {@code warmup} epochs out of all means. */
    public Meter(String run, Lattice lattice, Model model, List<Chain> chains, long warmup, Clock clock) {
        this.run = run;
        this.chains = List.copyOf(chains);
        this.warmup = warmup;
        this.clock = clock;
        this.accounts = chains.stream()
                .map(_ -> new Account(couplings -> model.observables(lattice, couplings)))
                .toList();
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
                .map(reading -> Row.of(run, reading, order.epoch(), order.lastSweep(), seq++, time))
                .toList();
    }

    /** How many rows there have been: the number of the next. */
    public long written() {
        return seq;
    }

    /** What pooled chains say together, then what each chain says. */
    private void observe(Learned learned, List<Reading> readings) {
        List<Reading> single = new ArrayList<>();
        List<Account> pooled = new ArrayList<>();
        List<List<Reading>> together = new ArrayList<>();
        for (int index = 0; index < chains.size(); index++) {
            Chain chain = chains.get(index);
            if (chain.told()) {
                Account account = accounts.get(index);
                add(account, learned, index);
                List<Reading> measured = account.measured();
                tell(chain, measured, single);
                tell(chain, account.beginning(), single);
                if (chain.pooled()) {
                    pooled.add(account);
                    together.add(measured);
                }
            }
        }
        if (!pooled.isEmpty()) {
            readings.addAll(new Pool(pooled).readings(together));
        }
        readings.addAll(single);
    }

    private void add(Account account, Learned learned, int index) {
        Order order = learned.sample().order();
        int bearer = learned.lesson().bearer(index);
        account.add(
                order.couplings().of(bearer),
                isChanged(order, bearer),
                learned.sample().chains().get(bearer));
    }

    private static boolean isChanged(Order order, int chain) {
        return order.changes().stream().mapToInt(Change::chain).anyMatch(changed -> changed == chain);
    }

    private static void tell(Chain chain, List<Reading> measured, List<Reading> readings) {
        measured.forEach(each -> readings.add(new Reading(chain.key(each.key()), each.estimate())));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        out.writeLong(seq);
        for (Account account : accounts) {
            account.save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        seq = in.readLong();
        for (Account account : accounts) {
            account.load(in);
        }
    }

    private Mark mark() {
        return new Mark("a meter of " + chains.size() + " chains");
    }
}
