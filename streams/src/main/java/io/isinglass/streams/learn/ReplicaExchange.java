package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Numerals;
import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.noise.Dice;
import io.isinglass.engine.noise.Noise;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Replica exchange, or parallel tempering: chains at several factors on the couplings, which exchange them at the end of
 * an epoch, so that a cold chain that is stuck comes free where it is hot.
 *
 * <p>What the factors of a {@link Ladder} multiply is θ·T, T the sums of a field as it stands. What is told under {@code t00},
 * {@code t01} … goes with the rung, not with the chain.
 */
public final class ReplicaExchange implements Learner {

    /*
     * Even and odd pairs take turns: then a chain that was exchanged goes on in its direction until it is rejected, and
     * round trips do not become rarer as rungs are added. Pairs of either parity by lot leave detailed balance in place,
     * but chains then diffuse [1, 2].
     *
     * During the first part of the run the ladder turns: at its end, and at a half, a quarter … of it, each time by what
     * was rejected since the turn before [2, algorithm 4]. A ladder that turns is not one process, so from then on it is
     * held, and acceptance and round trips are counted anew.
     *
     * [1] Okabe, Kawata, Okamoto, Mikami: Replica-exchange Monte Carlo method for the isobaric-isothermal ensemble (2001)
     * [2] Syed, Bouchard-Côté, Deligiannidis, Doucet: Non-reversible parallel tempering (2021)
     */

    /** The ladder does not turn after fewer epochs than these. */
    private static final long SHORTEST_ROUND = 8;

    private final Tempering tempering;
    private final List<Chain> chains;
    private final boolean alternating;
    private final long adapting;
    private final int[] bearers;
    private Ladder ladder;
    private Bins accepted;
    private RoundTrips trips;

    /**
     * A ladder of {@code replicas} rungs from factor {@code from} to {@code to}, at first in equal steps.
     *
     * @param alternating whether even and odd pairs take turns; else a lot says which are tried
     * @param adapt the part of the run, at its beginning, during which the ladder turns
     */
    public ReplicaExchange(Task task, int replicas, double from, double to, boolean alternating, double adapt) {
        this.tempering = new Tempering("replica-exchange", task, from, to);
        this.chains = tempering.chains('t', replicas, task.start(), true);
        this.alternating = alternating;
        this.adapting = (long) (task.length() * adapt);
        this.bearers = new int[replicas];
        Arrays.setAll(bearers, rung -> rung);
        begin(Ladder.even(from, to, replicas));
    }

    private void begin(Ladder next) {
        ladder = next;
        accepted = new Bins(ladder.rungs());
        trips = new RoundTrips(ladder.rungs());
    }

    @Override
    public List<Chain> chains() {
        return chains;
    }

    @Override
    public int maxLag() {
        return 0;
    }

    @Override
    public Stance start() {
        Couplings[] each = new Couplings[ladder.rungs()];
        for (int rung = 0; rung < each.length; rung++) {
            each[bearers[rung]] = tempering.at(ladder.at(rung));
        }
        return Stance.at(new ChainCouplings(List.of(each)));
    }

    @Override
    public Lesson learn(Sample sample, Batch batch) {
        List<Integer> bore = Arrays.stream(bearers).boxed().toList();
        exchange(tempering.exponents(sample), batch.epoch());
        trips.add(bearers);
        List<Reading> readings = readings(batch.epoch());
        if (turns(batch.epoch())) {
            begin(ladder.turned(rejections()));
        }
        return new Lesson(start(), readings, List.of(), bore);
    }

    /** Exchanges what may be exchanged after this epoch; the last of the values kept is all that is rejected. */
    private void exchange(double[] exponents, long epoch) {
        int pairs = ladder.rungs() - 1;
        double[] chances = ladder.chances(
                Arrays.stream(bearers).mapToDouble(bearer -> exponents[bearer]).toArray());
        double[] kept = Arrays.copyOf(chances, pairs + 1);
        for (double each : chances) {
            kept[pairs] += 1 - each;
        }
        accepted.add(kept);
        Ladder.exchange(chances, parity(epoch), pair -> dice(pair, epoch).uniform(0, 0), pair -> {
            int lower = bearers[pair];
            bearers[pair] = bearers[pair + 1];
            bearers[pair + 1] = lower;
        });
    }

    private int parity(long epoch) {
        return alternating ? (int) (epoch & 1) : dice(0, epoch).uniform(1, 0) < 0.5 ? 0 : 1;
    }

    private Dice dice(int pair, long epoch) {
        Dice dice = tempering.task().noise().dice(pair, epoch, Noise.LEARNER);
        dice.row(0);
        return dice;
    }

    private boolean turns(long epoch) {
        for (long end = adapting; end >= SHORTEST_ROUND; end /= 2) {
            if (epoch + 1 == end) {
                return true;
            }
        }
        return false;
    }

    private double[] rejections() {
        double[] rejections = new double[ladder.rungs() - 1];
        Arrays.setAll(rejections, pair -> 1 - accepted.mean(pair));
        return rejections;
    }

    private List<Reading> readings(long epoch) {
        List<Reading> readings = new ArrayList<>();
        int rungs = ladder.rungs();
        readings.add(new Reading("round_trip_rate", trips.rate()));
        readings.add(new Reading("round_trips", Estimate.exact((double) trips.count())));
        readings.add(new Reading("barrier", accepted.estimate(rungs - 1)));
        readings.add(new Reading("adapting", Estimate.exact(epoch < adapting ? 1 : 0)));
        for (int rung = 0; rung < rungs; rung++) {
            Chain name = chains.get(rung);
            readings.add(new Reading(name.key("factor"), Estimate.exact(ladder.at(rung))));
            if (rung < rungs - 1) {
                readings.add(new Reading(name.key("acceptance"), accepted.estimate(rung)));
            }
            if (trips.isKnown(rung)) {
                readings.add(new Reading(name.key("flow"), trips.flow(rung)));
            }
        }
        return readings;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        for (int bearer : bearers) {
            out.writeInt(bearer);
        }
        ladder.save(out);
        accepted.save(out);
        trips.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        for (int rung = 0; rung < bearers.length; rung++) {
            bearers[rung] = Numerals.count(in, bearers.length - 1, "as the bearer of a rung");
        }
        ladder = Ladder.load(in, bearers.length);
        accepted.load(in);
        trips.load(in);
    }

    private Mark mark() {
        return new Mark("replica-exchange on " + bearers.length + " rungs");
    }
}
