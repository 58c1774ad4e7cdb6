package io.isinglass.actors.bench;

import io.isinglass.actors.plan.Cost;
import io.isinglass.actors.plan.Measured;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;

/** What a frame costs from node to node: the bare wire, here TCP in this machine, and what actors add to it. */
final class WireCosts {

    private static final int ROUNDS = 100;
    private static final int FEW = 10;
    private static final int SMALL = 16;
    private static final int LARGE = 1 << 14;
    private static final int BULK = 8 << 20;

    private WireCosts() {}

    static void measure(Map<Cost, Measured> costs) throws IOException {
        Timing trip;
        Timing bulk;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread echo = Thread.ofPlatform().daemon().name("echo").start(() -> echo(server));
            try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                socket.setTcpNoDelay(true);
                trip = Timing.ofClock(ROUNDS, () -> rounds(socket, ROUNDS, 1));
                bulk = Timing.ofClock(BULK, () -> rounds(socket, 1, BULK));
            }
            echo.interrupt();
        }
        costs.put(Cost.ROUND_TRIP, trip.cost());
        costs.put(Cost.WIRE_BYTE, bulk.cost());
        try (FarEcho far = new FarEcho()) {
            Timing small = Timing.ofClock(2 * FEW, () -> far.rounds(FEW, SMALL));
            Timing large = Timing.ofClock(2 * FEW, () -> far.rounds(FEW, LARGE));
            costs.put(Cost.FRAME, small.cost().beyond(trip.median() / 2));
            costs.put(
                    Cost.FRAME_BYTE,
                    large.cost()
                            .beyond(small.median())
                            .times(1.0 / (LARGE - SMALL) / Long.BYTES)
                            .beyond(bulk.median()));
        }
    }

    /** Sends so many bytes and waits for one in return, so many times. */
    private static void rounds(Socket socket, int rounds, int bytes) {
        try {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] frame = new byte[bytes + Integer.BYTES];
            java.nio.ByteBuffer.wrap(frame).putInt(bytes);
            for (int round = 0; round < rounds; round++) {
                out.write(frame);
                if (socket.getInputStream().read() < 0) {
                    throw new IOException("the echo has ended");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void echo(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] bytes = new byte[1 << 16];
            while (true) {
                for (int left = in.readInt(); left > 0; ) {
                    left -= in.read(bytes, 0, Math.min(left, bytes.length));
                }
                socket.getOutputStream().write(0);
            }
        } catch (IOException _) {
            // The other side has what it wanted.
            return;
        }
    }
}
