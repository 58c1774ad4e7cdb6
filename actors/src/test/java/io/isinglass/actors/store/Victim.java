package io.isinglass.actors.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that opens a store, writes to its journal without end, and says so after each word that is kept. */
final class Victim {

    private Victim() {}

    static void main(String[] arguments) throws IOException {
        Node node = new Node(Stores.h2(Path.of(arguments[0])));
        node.open("run").says("recovered ");
        while (true) {
            node.write("a");
            System.out.println("kept");
        }
    }

    static Process start(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static String say(Process victim) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = victim.getInputStream().read();
                next >= 0 && next != '\n';
                next = victim.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
