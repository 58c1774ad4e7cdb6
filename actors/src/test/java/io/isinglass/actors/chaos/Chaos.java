package io.isinglass.actors.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The chaos suite: the packaged program in several processes, killed, stopped, cut off and starved, which must come to the
 * numbers of an undisturbed run. Times are told and judged by nobody: machines that others use as well are too noisy.
 * {@code Chaos [--long] [--seed N] [SCENARIO …]}; all scenarios by default, but for some that only {@code --long} thinks of by itself.
 */
public final class Chaos {

    /** A scenario; it prints what it measures and fails by an error. */
    @FunctionalInterface
    interface Scenario {

        void run(Dose dose) throws Exception;
    }

    /** How much of it, from which seed. */
    record Dose(long seed, boolean isLong, PrintStream out) {

        /** So many in the short suite, and so many in the long one. */
        int of(int few, int many) {
            return isLong ? many : few;
        }

        void say(String format, Object... arguments) {
            out.printf("   " + format + "%n", arguments);
            out.flush();
        }
    }

    private static final Set<String> LONG = Set.of("outage", "leave", "roll", "soak", "throughput", "crowd");

    private static final Map<String, Scenario> SCENARIOS = scenarios();

    private Chaos() {}

    private static Map<String, Scenario> scenarios() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("alone", Kills::alone);
        all.put("pair", Kills::pair);
        all.put("many", Kills::many);
        all.put("outage", Kills::outage);
        all.put("soak", Soak::run);
        all.put("throughput", Throughput::two);
        all.put("crowd", Crowd::run);
        all.put("bootstrap", Bootstrap::kubernetes);
        all.put("leave", Leaving::leave);
        all.put("roll", Leaving::roll);
        all.put("fence", Fencing::stopped);
        all.put("partition", Fencing::partition);
        all.put("two-clusters", Fencing::twoClusters);
        all.put("taken-over", Fencing::takenOver);
        all.put("disk", Disks::full);
        return all;
    }

    /** Runs what is asked for; the exit code is the number of scenarios that failed. */
    public static void main(String[] arguments) {
        List<String> given = new ArrayList<>(Arrays.asList(arguments));
        boolean isLong = given.remove("--long");
        int at = given.indexOf("--seed");
        long seed = at < 0 ? 20261125 : Long.parseLong(given.get(at + 1));
        if (at >= 0) {
            given.subList(at, at + 2).clear();
        }
        Dose dose = new Dose(seed, isLong, System.out);
        List<String> names = given.isEmpty()
                ? SCENARIOS.keySet().stream()
                        .filter(name -> isLong || !LONG.contains(name))
                        .toList()
                : given;
        List<String> failed = names.stream().filter(name -> !passes(name, dose)).toList();
        System.out.printf("%d passed, %d failed%n", names.size() - failed.size(), failed.size());
        System.exit(failed.size());
    }

    private static boolean passes(String name, Dose dose) {
        Instant began = Instant.now();
        System.out.printf("== %s (seed %d)%n", name, dose.seed());
        try {
            SCENARIOS.get(name).run(dose);
            System.out.printf(
                    "   passed in %d s%n",
                    Duration.between(began, Instant.now()).toSeconds());
            return true;
        } catch (Exception | AssertionError e) {
            System.out.printf(
                    "   FAILED after %d s: %s%n",
                    Duration.between(began, Instant.now()).toSeconds(), e);
            e.printStackTrace(System.out);
            return false;
        }
    }
}
