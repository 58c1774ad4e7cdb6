package io.isinglass.actors.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hosts of their own on this machine, network namespaces on a bridge, between which packets can be dropped. */
final class Network implements AutoCloseable {

    static final String GATEWAY = "10.77.0.254";
    static final String RANGE = "10.77.0.0/24";

    private static final String BRIDGE = "isinglass";
    private static final int PORT = 25_520;
    private static final int MANAGEMENT = 8_558;

    private final List<Host> hosts = new ArrayList<>();

    Network(int count) throws IOException {
        run("ip", "link", "add", BRIDGE, "type", "bridge");
        run("ip", "address", "add", GATEWAY + "/24", "dev", BRIDGE);
        run("ip", "link", "set", BRIDGE, "up");
        for (int number = 0; number < count; number++) {
            String space = space(number);
            String address = "10.77.0." + (number + 1);
            run("ip", "netns", "add", space);
            run("ip", "link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space);
            run("ip", "link", "set", space, "master", BRIDGE, "up");
            run("ip", "-n", space, "address", "add", address + "/24", "dev", "eth0");
            run("ip", "-n", space, "link", "set", "eth0", "up");
            run("ip", "-n", space, "link", "set", "lo", "up");
            hosts.add(new Host(address, PORT, MANAGEMENT, List.of("ip", "netns", "exec", space)));
        }
    }

    List<Host> hosts() {
        return hosts;
    }

    private static String space(int number) {
        return "isinglass-" + number;
    }

    /** Bytes that a host has been sent so far. */
    long received(int host) throws IOException {
        return Long.parseLong(Files.readString(Path.of("/sys/class/net", space(host), "statistics", "tx_bytes"))
                .strip());
    }

    /** From now on {@code host} hears nothing of {@code other}. */
    void deafen(int host, int other) throws IOException {
        tables(host, "-A", "INPUT", "-s", hosts.get(other).address(), "-j", "DROP");
    }

    /** Everybody hears everybody. */
    void heal() throws IOException {
        for (int host = 0; host < hosts.size(); host++) {
            tables(host, "-F", "INPUT");
        }
    }

    private void tables(int host, String... rule) throws IOException {
        List<String> command = new ArrayList<>(hosts.get(host).prefix());
        command.add("iptables");
        command.addAll(List.of(rule));
        run(command.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        for (int number = 0; number < hosts.size(); number++) {
            run("ip", "netns", "delete", space(number));
        }
        run("ip", "link", "delete", BRIDGE);
    }

    static void run(String... command) throws IOException {
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
