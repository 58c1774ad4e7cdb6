package io.isinglass.streams.loop;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.memory.Saved;
import io.isinglass.streams.learn.Batch;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Change;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Lesson;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import io.isinglass.streams.learn.Stance;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongPredicate;

/** What a loop knows from epoch to epoch: the orders that it has given and not learned from, its stance, its learner. */
final class Ledger implements Memory {

    /*
     * A lattice is kept as it stands at the end of an epoch, before the orders under way, though these were given before
     * that epoch was learned from. So they are part of the memory, and are given once more as they were: what the learner
     * was asked for them, it is not asked again. Whether an epoch is kept is no part of them, for the next run may keep
     * others.
     */

    private static final int VERSION = 1;

    private final Learner learner;
    private final Pace pace;
    private final LongPredicate keeps;
    private final Deque<Order> again = new ArrayDeque<>();
    private final Deque<Order> underWay = new ArrayDeque<>();
    private Stance stance;
    private long next;

    /** A ledger of the epochs from that of the resumption on. */
    Ledger(Learner learner, Pace pace, Resumption from) {
        this.learner = learner;
        this.pace = pace;
        this.keeps = from.keeps();
        this.stance = learner.start();
        this.next = from.epoch();
        from.memory().ifPresent(memory -> new Saved(memory).into(this));
        if (next != from.epoch()) {
            throw new Refused("", "memory goes on with epoch " + next + ", expected " + from.epoch());
        }
    }

    /** What the learner wanted last. */
    Stance stance() {
        return stance;
    }

    /** The order of the next epoch that is to be under way. */
    Order order(Batch batch) {
        long epoch = next + underWay.size();
        if (batch.epoch() != epoch) {
            throw new IllegalStateException("batch of epoch " + batch.epoch() + ", expected " + epoch);
        }
        Order order = (again.isEmpty() ? fresh(batch) : again.remove()).keeping(keeps.test(epoch));
        underWay.add(order);
        return order;
    }

    private Order fresh(Batch batch) {
        boolean view = pace.view() > 0 && batch.epoch() % pace.view() == 0;
        Order order = new Order(
                batch.epoch(),
                pace.sweeps(),
                stance.couplings(),
                changes(batch),
                learner.watches(batch),
                view || learner.looks(batch),
                false);
        stance = Stance.at(stance.couplings());
        return order;
    }

    private List<Change> changes(Batch batch) {
        List<Change> changes = new ArrayList<>();
        List<Chain> chains = learner.chains();
        for (int index = 0; index < chains.size(); index++) {
            Chain chain = chains.get(index);
            Optional<double[]> evidence = learner.evidence(index, batch);
            boolean begins = batch.epoch() == 0
                    || stance.restarts().contains(index)
                    || evidence.isPresent() && chain.start() == Start.EVIDENCE;
            Change change = new Change(
                    index,
                    begins ? Optional.of(chain.start()) : Optional.empty(),
                    begins ? OptionalInt.empty() : stance.source(index),
                    evidence);
            if (!change.isNone()) {
                changes.add(change);
            }
        }
        return changes;
    }

    /** Learns from the first of the epochs under way. */
    Learned learn(Sample sample, Batch batch) {
        Order order = underWay.remove();
        next++;
        Lesson lesson = learner.learn(sample, batch);
        stance = lesson.next();
        return new Learned(
                sample, batch, lesson, order.keep() ? Optional.of(Saved.of(this).bytes()) : Optional.empty());
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        mark().save(out);
        out.writeLong(next);
        out.writeInt(underWay.size());
        for (Order order : underWay) {
            order.save(out);
        }
        stance.save(out);
        learner.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new Refused("", "memory of version " + version + ", expected " + VERSION);
        }
        mark().expect(in);
        next = in.readLong();
        int orders = Numerals.count(in, pace.lag(), "orders under way");
        for (int each = 0; each < orders; each++) {
            again.add(Order.load(in));
        }
        stance = Stance.load(in);
        learner.load(in);
    }

    private Mark mark() {
        return new Mark("a loop of %d chains, %d sweeps an epoch, lag %d"
                .formatted(learner.chains().size(), pace.sweeps(), pace.lag()));
    }
}
