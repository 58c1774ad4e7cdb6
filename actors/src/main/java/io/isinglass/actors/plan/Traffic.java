package io.isinglass.actors.plan;

import io.isinglass.engine.block.Apron;
import io.isinglass.engine.lattice.Side;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What nodes show each other of their edges in a round: before every half-sweep, or only before some.
 *
 * @param round bytes that all nodes send in a round
 * @param busiest bytes that the node with the most to send sends in a round
 * @param frames in which that is sent by the node with the most neighbours, a frame to each
 * @param largestFrame the bytes of the largest frame
 * @param facing blocks with a neighbour on another node, on the node with most of them
 */
record Traffic(long round, long busiest, int frames, long largestFrame, int facing) {

    /** What says which edge it is. */
    static final int EDGE_HEADER = 16;

    /** What says which round of which run it is. */
    static final int FRAME_HEADER = 64;

    /** What Artery puts around a message: addresses, serializer and manifest. */
    static final int ENVELOPE = 200;

    static Traffic of(Work work, Layout layout) {
        Map<Side, Long> edges = edges(work);
        Map<Long, Long> frames = new HashMap<>();
        int[] facing = new int[layout.nodes()];
        for (int block = 0; block < work.cut().count(); block++) {
            int node = layout.node(block);
            boolean faces = false;
            for (Map.Entry<Side, Long> edge : edges.entrySet()) {
                OptionalInt other = work.cut().neighbour(block, edge.getKey());
                int there = other.isPresent() ? layout.node(other.getAsInt()) : node;
                if (there != node) {
                    frames.merge((long) node * layout.nodes() + there, edge.getValue(), Long::sum);
                    faces = true;
                }
            }
            facing[node] += faces ? 1 : 0;
        }
        return sum(frames, layout.nodes(), Arrays.stream(facing).max().orElse(0));
    }

    /** Bytes of an edge on each side, header and all chains; all blocks are of one size. */
    private static Map<Side, Long> edges(Work work) {
        Map<Side, Long> edges = new EnumMap<>(Side.class);
        for (Side side : work.cut().lattice().sides()) {
            long words =
                    (long) work.values().edgeWords(work.patch(), side) * work.chains() * Apron.layers(work.reach());
            edges.put(side, EDGE_HEADER + Long.BYTES * words);
        }
        return edges;
    }

    private static Traffic sum(Map<Long, Long> frames, int nodes, int facing) {
        long[] bytes = new long[nodes];
        int[] count = new int[nodes];
        long largest = 0;
        for (Map.Entry<Long, Long> frame : frames.entrySet()) {
            int node = (int) (frame.getKey() / nodes);
            long size = frame.getValue() + FRAME_HEADER + ENVELOPE;
            bytes[node] += size;
            count[node]++;
            largest = Math.max(largest, size);
        }
        return new Traffic(
                Arrays.stream(bytes).sum(),
                Arrays.stream(bytes).max().orElse(0),
                Arrays.stream(count).max().orElse(0),
                largest,
                facing);
    }
}
