package io.isinglass.actors.plan;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.lattice.Cut;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run would need and how it would go. Sizes are in bytes and exact; times are in seconds.
 *
 * @param nodes that have a block
 * @param balance blocks of a node, on the average, over blocks of the fullest
 * @param facing blocks of a node that have a neighbour on another
 * @param shares of the time, by what it goes to
 * @param bottleneck the largest of them
 * @param betterCut a cut that would give equal shares, where this one does not
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Prediction(
        int nodes,
        int cores,
        long sites,
        int chains,
        int blocks,
        long blocksPerNode,
        double balance,
        int facing,
        Memory memory,
        Halo halo,
        Estimate sweepsPerSecond,
        Estimate updatesPerSecond,
        Estimate epochsPerSecond,
        Snapshots snapshots,
        Recovery recovery,
        Map<String, Double> shares,
        String bottleneck,
        Optional<String> betterCut,
        String constants) {

    /** Bytes that fields take. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Memory(long perNode, long all, long allowedPerNode) {}

    /** What goes from node to node, in rounds that are so many half-sweeps apart. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Halo(
            long bytesPerSweepPerNode,
            long bytesPerSweep,
            int stepsPerRound,
            int framesPerRoundPerNode,
            long largestFrame,
            Estimate bytesPerSecondPerNode,
            Estimate bytesPerSecond) {}

    /** What goes to the vault. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Snapshots(
            long bytesPerNode, long bytes, double wantedEverySeconds, Estimate everySeconds, Estimate bytesPerSecond) {}

    /** What the loss of a node costs. {@code bestSnapshotSeconds} loses least to snapshots and replays together. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Recovery(
            Estimate meanSeconds,
            Estimate worstSeconds,
            Estimate restoreSeconds,
            double secondsBetweenFailures,
            Estimate lostShare,
            Estimate bestSnapshotSeconds) {}

    private static final int LARGEST_SNAPSHOT = Integer.MAX_VALUE;
    private static final double DAY = 86_400;

    /** Predicts; refuses work that has no room on these nodes. */
    public static Prediction of(Work work, Fleet fleet, Constants constants) {
        return new Oracle(work, fleet, constants).prediction();
    }

    private static final class Oracle {

        private final Work work;
        private final Fleet fleet;
        private final Constants constants;
        private final Cut cut;
        private final Layout layout;
        private final Traffic traffic;
        private final Map<Luck, Pace> paces = new EnumMap<>(Luck.class);

        Oracle(Work work, Fleet fleet, Constants constants) {
            this.work = work;
            this.fleet = fleet;
            this.constants = constants;
            this.cut = work.cut();
            this.layout = Layout.of(cut, fleet.nodes());
            checkRoom();
            this.traffic = Traffic.of(work, layout);
            for (Luck luck : Luck.values()) {
                paces.put(luck, Pace.of(work, fleet, constants, layout, traffic, luck));
            }
        }

        private void checkRoom() {
            new Room(work, fleet, layout).check();
            if (work.snapshotBytes() > LARGEST_SNAPSHOT) {
                throw new Refused(
                        "lattice.blocks",
                        "a snapshot of a block would take %d bytes, at most %d fit: cut into more"
                                .formatted(work.snapshotBytes(), LARGEST_SNAPSHOT));
            }
        }

        Prediction prediction() {
            Estimate sweeps = Estimate.of(luck -> 1e9 / paces.get(luck).total());
            Map<String, Double> shares = shares();
            return new Prediction(
                    layout.nodes(),
                    fleet.cores(),
                    cut.lattice().sites(),
                    work.chains(),
                    cut.count(),
                    layout.most(),
                    layout.balance(fleet.nodes()),
                    traffic.facing(),
                    new Memory(
                            (long) (work.blockBytes() * layout.most()), (long) (work.blockBytes() * cut.count()), (long)
                                    fleet.fieldBytes()),
                    halo(sweeps),
                    sweeps,
                    sweeps.times((double) cut.lattice().sites() * work.chains()),
                    sweeps.times(1.0 / work.sweeps()),
                    snapshots(),
                    recovery(),
                    shares,
                    shares.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .orElseThrow()
                            .getKey(),
                    BetterCut.of(work, fleet, layout).map(BetterCut::text),
                    constants.machine());
        }

        private Halo halo(Estimate sweeps) {
            long busiest = Math.round(work.roundsASweep() * traffic.busiest());
            long all = Math.round(work.roundsASweep() * traffic.round());
            return new Halo(
                    busiest,
                    all,
                    work.reach(),
                    traffic.frames(),
                    traffic.largestFrame(),
                    sweeps.times((double) busiest),
                    sweeps.times((double) all));
        }

        private Snapshots snapshots() {
            long all = work.snapshotBytes() * cut.count();
            Estimate every = Estimate.of(luck -> paces.get(luck).snapshotSeconds());
            return new Snapshots(
                    work.snapshotBytes() * layout.most(),
                    all,
                    fleet.snapshotSeconds(),
                    every,
                    Estimate.of(luck -> all / paces.get(luck).snapshotSeconds()));
        }

        private double recovery(Luck luck, double replayed) {
            Pace pace = paces.get(luck);
            return constants.of(Cost.DOWNING, luck) / 1e9 + pace.restoreSeconds() + replayed * pace.snapshotSeconds();
        }

        private Recovery recovery() {
            double failure = fleet.days() * DAY / layout.nodes();
            return new Recovery(
                    Estimate.of(luck -> recovery(luck, 0.5)),
                    Estimate.of(luck -> recovery(luck, 1)),
                    Estimate.of(luck -> paces.get(luck).restoreSeconds()),
                    failure,
                    Estimate.of(luck -> recovery(luck, 0.5) / failure),
                    Estimate.of(luck -> Math.sqrt(2 * paces.get(luck).packSeconds() * failure)));
        }

        private Map<String, Double> shares() {
            Pace pace = paces.get(Luck.USUAL);
            Map<String, Double> shares = new LinkedHashMap<>();
            shares.put("kernel", pace.kernel() / pace.total());
            shares.put("actors", pace.actors() / pace.total());
            shares.put("halo latency", pace.latency() / pace.total());
            shares.put("halo bandwidth", pace.bandwidth() / pace.total());
            shares.put("commit", pace.commit() / pace.total());
            shares.put("snapshot", pace.snapshot() / pace.total());
            return shares;
        }
    }
}
