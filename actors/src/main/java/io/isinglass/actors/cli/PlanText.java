package io.isinglass.actors.cli;

import io.isinglass.actors.plan.Estimate;
import io.isinglass.actors.plan.Fleet;
import io.isinglass.actors.plan.Prediction;
import io.isinglass.actors.plan.Work;
import io.isinglass.actors.run.Experiment;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A prediction as a table for people. */
final class PlanText {

    private static final double NOTICEABLE = 0.005;

    private final Experiment experiment;
    private final Work work;
    private final Fleet fleet;
    private final Prediction plan;
    private final List<String> lines = new ArrayList<>();

    PlanText(Experiment experiment, Work work, Fleet fleet, Prediction plan) {
        this.experiment = experiment;
        this.work = work;
        this.fleet = fleet;
        this.plan = plan;
    }

    List<String> lines() {
        lines.add(verdict());
        lines.add("");
        head();
        speed();
        if (plan.nodes() > 1) {
            halos();
        }
        stores();
        notes();
        return lines;
    }

    private String verdict() {
        return "%s: %s sweeps/s; %s takes %s of the time. Fields fill %s of what a node has for them."
                .formatted(
                        experiment.spec().name(),
                        Units.count(plan.sweepsPerSecond().value()),
                        name(plan.bottleneck()),
                        Units.percent(plan.shares().get(plan.bottleneck())),
                        Units.percent(
                                (double) plan.memory().perNode() / plan.memory().allowedPerNode()));
    }

    private static String name(String share) {
        return share.equals("actors") ? "handing work to blocks" : share;
    }

    private void head() {
        Cut cut = work.cut();
        Patch patch = work.patch();
        line("run", "%s by %s, %s, %d chains".formatted(work.model(), work.kernel(), form(), plan.chains()));
        line(
                "lattice",
                "%s (%s sites)"
                        .formatted(
                                grid(
                                        cut.lattice().depth(),
                                        cut.lattice().rows(),
                                        cut.lattice().columns()),
                                Units.count((double) plan.sites())));
        line(
                "blocks",
                "%s of %s each; at most %d a node, %d of them with an edge to another node"
                        .formatted(
                                grid(cut.deep(), cut.down(), cut.across()),
                                grid(patch.depth(), patch.rows(), patch.columns()),
                                plan.blocksPerNode(),
                                plan.facing()));
        line(
                "nodes",
                "%d of %d cores; balance %s".formatted(fleet.nodes(), fleet.cores(), Units.percent(plan.balance())));
        line(
                "memory of fields",
                "%s a node, %s in all (exact)"
                        .formatted(
                                Units.bytes(plan.memory().perNode()),
                                Units.bytes(plan.memory().all())));
    }

    private String form() {
        return work.fast() ? "in its fast form" : "in its clear form";
    }

    private void speed() {
        lines.add("");
        line("sweeps/s", estimate(plan.sweepsPerSecond(), Units::count));
        line("site updates/s", estimate(plan.updatesPerSecond(), Units::count));
        line("epochs, commits/s", estimate(plan.epochsPerSecond(), Units::count));
        line(
                "time goes to",
                plan.shares().entrySet().stream()
                        .filter(share -> share.getValue() >= NOTICEABLE)
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .map(share -> share.getKey() + " " + Units.percent(share.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private void halos() {
        Prediction.Halo halo = plan.halo();
        lines.add("");
        line(
                "halos a sweep",
                "%s a node, %s in all (exact)"
                        .formatted(Units.bytes(halo.bytesPerSweepPerNode()), Units.bytes(halo.bytesPerSweep())));
        line(
                "frames",
                "%d a node and %s, the largest of %s (exact)"
                        .formatted(
                                halo.framesPerRoundPerNode(),
                                halo.stepsPerRound() == 1 ? "half-sweep" : halo.stepsPerRound() + " half-sweeps",
                                Units.bytes(halo.largestFrame())));
        line("halos a second", estimate(halo.bytesPerSecondPerNode(), Units::bytes) + " a node");
        line("", estimate(halo.bytesPerSecond(), Units::bytes) + " in all");
    }

    private void stores() {
        Prediction.Snapshots snapshots = plan.snapshots();
        Prediction.Recovery recovery = plan.recovery();
        lines.add("");
        line(
                "snapshot",
                "%s a node, %s in all (exact)"
                        .formatted(Units.bytes(snapshots.bytesPerNode()), Units.bytes(snapshots.bytes())));
        line(
                "to the vault",
                estimate(snapshots.bytesPerSecond(), Units::bytes) + " a second, one every "
                        + estimate(snapshots.everySeconds(), Units::seconds));
        line("recovery", estimate(recovery.meanSeconds(), Units::seconds));
        line("  at worst", estimate(recovery.worstSeconds(), Units::seconds));
        line(
                "a node fails",
                "every %s, which costs %s of the time"
                        .formatted(
                                Units.seconds(recovery.secondsBetweenFailures()),
                                estimate(recovery.lostShare(), Units::percent)));
        line("best interval", estimate(recovery.bestSnapshotSeconds(), Units::seconds) + " between snapshots");
    }

    private void notes() {
        lines.add("");
        if (plan.snapshots().everySeconds().value() > plan.snapshots().wantedEverySeconds()) {
            lines.add("! The vault is too slow for a snapshot every %s."
                    .formatted(Units.seconds(plan.snapshots().wantedEverySeconds())));
        }
        if (plan.nodes() < fleet.nodes()) {
            lines.add("! %d of the nodes have no block: there are too few, or their grid does not fit."
                    .formatted(fleet.nodes() - plan.nodes()));
        }
        if (plan.blocksPerNode() < fleet.cores()) {
            lines.add("! A node has fewer blocks than cores; cores that are idle: %d."
                    .formatted(fleet.cores() - plan.blocksPerNode()));
        }
        plan.betterCut()
                .ifPresent(cut -> lines.add("! Even shares for all nodes and cores: --set lattice.blocks=" + cut));
        lines.add("Constants from: " + plan.constants());
        lines.add("Brackets: all constants as low, as high as they were seen; the formulas themselves may err. Assumed:"
                + " nodes");
        lines.add("alike, one frame to each neighbour at a time, threads for messages beside those that sweep.");
    }

    private void line(String name, String text) {
        lines.add(String.format(Locale.ROOT, "%-18s %s", name, text));
    }

    private static String estimate(Estimate number, Units.Form form) {
        return Units.estimate(number, form);
    }

    private static String grid(int planes, int rows, int columns) {
        return (planes == 1 ? "" : planes + " x ") + rows + " x " + columns;
    }
}
