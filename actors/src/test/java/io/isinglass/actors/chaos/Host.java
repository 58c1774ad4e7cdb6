package io.isinglass.actors.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Where a pod lives: its address, the ports of its cluster and its management, and the command that starts others there. */
record Host(String address, int port, int management, List<String> prefix) {

    private static final int APART = 50;

    /** Hosts that are one machine, with ports from {@code base} on. */
    static List<Host> loopback(int count, int base) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Host("127.0.0.1", base + number, base + APART + number, List.of()))
                .toList();
    }

    /** The same, for processes that get this one processor. */
    Host pinned(int processor) {
        List<String> more = new ArrayList<>(prefix);
        more.addAll(List.of("taskset", "-c", Integer.toString(processor)));
        return new Host(address, port, management, more);
    }

    String seed() {
        return "\"" + address + ":" + port + "\"";
    }
}
