package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How chains wander over the rungs of a ladder. A round trip leads from the lowest rung to the highest and back; the flow
 * at a rung is the share of its visitors that came last from the lowest rung, of those that came from an end at all
 * (Katzgraber, Trebst, Huse, Troyer: Feedback-optimized parallel tempering, 2006).
 */
final class RoundTrips implements Memory {

    /** From where a chain came last. */
    private enum From {
        NOWHERE,
        LOWEST,
        HIGHEST
    }

    private final From[] from;
    private final boolean[] began;
    private final Bins[] flow;
    private final Bins trips = new Bins(1);
    private long count;

    RoundTrips(int rungs) {
        from = new From[rungs];
        Arrays.fill(from, From.NOWHERE);
        began = new boolean[rungs];
        flow = new Bins[rungs];
        Arrays.setAll(flow, _ -> new Bins(1));
    }

    /** Adds an epoch, after which rung by rung these are the chains. */
    void add(int[] bearers) {
        int highest = bearers.length - 1;
        long before = count;
        if (from[bearers[0]] == From.HIGHEST && began[bearers[0]]) {
            count++;
        }
        from[bearers[0]] = From.LOWEST;
        began[bearers[0]] = true;
        from[bearers[highest]] = From.HIGHEST;
        for (int rung = 0; rung <= highest; rung++) {
            From last = from[bearers[rung]];
            if (last != From.NOWHERE) {
                flow[rung].add(new double[] {last == From.LOWEST ? 1 : 0});
            }
        }
        trips.add(new double[] {(double) (count - before)});
    }

    /** Round trips of all chains so far. */
    long count() {
        return count;
    }

    /** Round trips of all chains an epoch. */
    Estimate rate() {
        return trips.estimate(0);
    }

    /** Whether a chain that came from an end has been on this rung. */
    boolean isKnown(int rung) {
        return flow[rung].count() > 0;
    }

    Estimate flow(int rung) {
        return flow[rung].estimate(0);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        for (int chain = 0; chain < from.length; chain++) {
            out.writeInt(from[chain].ordinal());
            out.writeBoolean(began[chain]);
        }
        for (Bins each : flow) {
            each.save(out);
        }
        trips.save(out);
        out.writeLong(count);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        for (int chain = 0; chain < from.length; chain++) {
            from[chain] = From.values()[Numerals.count(in, From.values().length - 1, "as where a chain came from")];
            began[chain] = in.readBoolean();
        }
        for (Bins each : flow) {
            each.load(in);
        }
        trips.load(in);
        count = in.readLong();
    }

    private Mark mark() {
        return new Mark("round trips over " + from.length + " rungs");
    }
}
