package io.isinglass.actors.simulation;

import java.util.Map;
import java.util.TreeMap;

final class SimulationRunner {
    private SimulationRunner() {}

    public static void main(String[] args) {
        long from = Long.getLong("isinglass.simulation.seed", -1);
        long count = from >= 0 ? 1 : Long.getLong("isinglass.simulation.schedules", 1000);
        Simulator simulator = new Simulator();
        long begun = System.nanoTime();
        long red = 0, steps = 0, refusals = 0;
        Map<String, Integer> kinds = new TreeMap<>();
        for (long seed = Math.max(1, from); seed < Math.max(1, from) + count; seed++) {
            Simulator.Outcome outcome = simulator.outcome(seed, from >= 0);
            steps += outcome.steps();
            refusals += outcome.refusals();
            if (from >= 0) {
                outcome.trace().forEach(System.out::println);
                outcome.events()
                        .forEach(e -> System.out.println(e.toString()
                                .substring(0, Math.min(300, e.toString().length()))));
                System.out.println(outcome.plot());
            }
            if (!outcome.faults().isEmpty()) {
                red++;
                kinds.merge(
                        outcome.faults()
                                .getFirst()
                                .replaceAll("[0-9a-f]{6,}", "#")
                                .replaceAll("[0-9]+", "#"),
                        1,
                        Integer::sum);
                if (red <= Integer.getInteger("shown", 30)) {
                    System.out.println("seed " + seed + ": " + outcome.faults().getFirst() + " ("
                            + outcome.faults().size() + ") steps " + outcome.steps() + " "
                            + outcome.plot().mishaps().stream()
                                    .map(Plot.Mishap::kind)
                                    .toList());
                }
            }
            if (from >= 0) System.out.println(Long.toHexString(outcome.hash()));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%d schedules in %.1f s: %.0f/s, %d steps each, %d refusals, %d red%n",
                count, seconds, count / seconds, steps / count, refusals, red);
        kinds.forEach((k, v) -> System.out.println(v + " × " + k));
        System.exit(0);
    }
}
