package io.isinglass.actors.plan;

/**
 * Where the time of a sweep goes, in nanoseconds, and how long it takes to come back after the loss of a node.
 *
 * @param snapshotSeconds between two snapshots, be it because the vault takes no more
 */
record Pace(
        double kernel,
        double actors,
        double latency,
        double bandwidth,
        double commit,
        double snapshot,
        double packSeconds,
        double snapshotSeconds,
        double restoreSeconds) {

    /*
     * A node does in a half-sweep what all its blocks need, on all its threads. In a round its edges leave in one frame to
     * each neighbour when the blocks that face that neighbour are done, and theirs come as long after as the wire takes; so
     * from round to round it takes no less than these blocks and the wire together. Blocks inside do their work meanwhile, as
     * far as there are any. Nobody waits for anybody farther away.
     */

    private static final double SECOND = 1e9;
    private static final int FAN_IN = 16;
    private static final int TALLY = 16;
    private static final int SMALL = 1024;

    static Pace of(Work work, Fleet fleet, Constants constants, Layout layout, Traffic traffic, Luck luck) {
        return new Reckoning(work, fleet, constants, layout, traffic, luck).pace();
    }

    /** Nanoseconds that a sweep takes within an epoch. */
    double sweep() {
        return kernel + actors + latency + bandwidth;
    }

    /** Nanoseconds from one sweep to the next, all in all. */
    double total() {
        return sweep() + commit + snapshot;
    }

    private record Reckoning(Work work, Fleet fleet, Constants constants, Layout layout, Traffic traffic, Luck luck) {

        private double of(Cost cost) {
            return constants.of(cost, luck);
        }

        private double threads() {
            return Math.min(fleet.cores(), layout.most());
        }

        private double kernelOfBlock() {
            return constants.nanoseconds(work, luck) * work.patch().sites() * work.chains() * work.twice();
        }

        private double actorOfBlock() {
            return of(Cost.BLOCK_STEP) * work.steps();
        }

        private double perByte() {
            return of(Cost.WIRE_BYTE) + of(Cost.FRAME_BYTE);
        }

        Pace pace() {
            double share = layout.most() / threads();
            double kernel = share * kernelOfBlock();
            double actors = share * actorOfBlock();
            double latency = 0;
            double bandwidth = 0;
            if (traffic.frames() > 0) {
                double wire = work.roundsASweep() * hop();
                double bytes = work.roundsASweep() * traffic.busiest() * perByte();
                double edge = Math.max(1, traffic.facing() / threads()) * (kernelOfBlock() + actorOfBlock());
                double waiting = Math.max(0, edge + wire + bytes - kernel - actors);
                latency = waiting == 0 ? 0 : waiting * wire / (wire + bytes);
                bandwidth = waiting - latency;
            }
            double sweep = kernel + actors + latency + bandwidth;
            double epoch = work.sweeps() * sweep;
            double commit = (Math.max(epoch, (epoch + turn()) / (1 + work.lag())) - epoch) / work.sweeps();
            return snapshots(kernel, actors, latency, bandwidth, commit);
        }

        private double hop() {
            return of(Cost.ROUND_TRIP) / 2 + of(Cost.FRAME);
        }

        /** From the last sweep of an epoch to the first of the next: tallies up a tree, a commit, leave to each node. */
        private double turn() {
            int nodes = layout.nodes();
            if (nodes == 1) {
                return of(Cost.COMMIT);
            }
            double tally = (double) TALLY * work.sweeps() * work.terms() * work.chains();
            int levels = 0;
            for (long reached = 1; reached < nodes; reached *= FAN_IN) {
                levels++;
            }
            double up = levels * (hop() + Math.min(FAN_IN, nodes) * tally * perByte());
            double down = hop() + nodes * SMALL * perByte();
            return up + of(Cost.COMMIT) + down;
        }

        private Pace snapshots(double kernel, double actors, double latency, double bandwidth, double commit) {
            boolean spins = work.values() == io.isinglass.engine.field.Values.SPIN;
            double values = (double) work.patch().sites() * work.chains() * layout.most();
            double bytes = (double) work.snapshotBytes() * layout.most();
            double pack = values * of(spins ? Cost.SPIN_PACKED : Cost.REAL_PACKED) / threads();
            double unpack = values * of(spins ? Cost.SPIN_UNPACKED : Cost.REAL_UNPACKED) / threads();
            double every = Math.max(fleet.snapshotSeconds() * SECOND, pack + bytes * of(Cost.VAULT_BYTE_WRITTEN));
            double rest = kernel + actors + latency + bandwidth + commit;
            return new Pace(
                    kernel,
                    actors,
                    latency,
                    bandwidth,
                    commit,
                    rest * pack / (every - pack),
                    pack / SECOND,
                    every / SECOND,
                    (bytes * of(Cost.VAULT_BYTE_READ) + unpack) / SECOND);
        }
    }
}
