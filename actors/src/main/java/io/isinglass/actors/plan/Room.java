package io.isinglass.actors.plan;

import io.isinglass.engine.catalog.Refused;

/** Whether the fields of a run fit where they are to live. */
record Room(Work work, Fleet fleet, Layout layout) {

    private static final double GIBIBYTE = 1L << 30;

    /** Refuses a run that does not fit, and says how many nodes would do. */
    void check() {
        double wanted = work.blockBytes() * layout.most();
        if (wanted <= fleet.fieldBytes()) {
            return;
        }
        long blocks = (long) (fleet.fieldBytes() / work.blockBytes());
        String way = blocks == 0 ? "no node has room for a single block: cut into more" : nodes(blocks);
        throw new Refused(
                "",
                "memory: %d sites in %d chains take %s, and the fullest of %d nodes would hold %s; fields may take %s there. %s"
                        .formatted(
                                work.cut().lattice().sites(),
                                work.chains(),
                                text(work.blockBytes() * work.cut().count()),
                                fleet.nodes(),
                                text(wanted),
                                text(fleet.fieldBytes()),
                                way));
    }

    private String nodes(long blocks) {
        long nodes = Math.ceilDiv((long) work.cut().count(), blocks);
        while (nodes <= Fleet.MOST_NODES && Layout.of(work.cut(), (int) nodes).most() > blocks) {
            nodes += Math.max(1, nodes / 64);
        }
        return "With %d nodes like these it fits".formatted(nodes);
    }

    private static String text(double bytes) {
        return String.format(java.util.Locale.ROOT, "%.4g GiB", bytes / GIBIBYTE);
    }
}
