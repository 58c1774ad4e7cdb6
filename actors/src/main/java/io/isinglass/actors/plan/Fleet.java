package io.isinglass.actors.plan;

import io.isinglass.engine.catalog.Refused;

/**
 * The nodes that a run is to live on, all alike.
 *
 * @param cores threads for kernels on each; what carries messages has threads beside them
 * @param gibibytes of heap on each, of which fields may take three quarters
 * @param snapshotSeconds between two snapshots
 * @param days that a node lives until it fails
 */
public record Fleet(int nodes, int cores, double gibibytes, double snapshotSeconds, double days) {

    public static final int MOST_NODES = 10_000;
    public static final int MOST_CORES = 1024;
    private static final double MOST_GIBIBYTES = 1 << 16;
    private static final double GIBIBYTE = 1L << 30;
    private static final double LONGEST = 1e6;

    public Fleet {
        check("--nodes", nodes, 1, MOST_NODES);
        check("--cores", cores, 1, MOST_CORES);
        check("--memory", gibibytes, 1e-3, MOST_GIBIBYTES);
        check("--snapshot-every", snapshotSeconds, 1, LONGEST);
        check("--mtbf", days, 1e-3, LONGEST);
    }

    private static void check(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new Refused("", "%s must be %s..%s, was %s".formatted(name, text(low), text(high), text(value)));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Bytes that the fields of a node may take. */
    double fieldBytes() {
        return 0.75 * gibibytes * GIBIBYTE;
    }
}
