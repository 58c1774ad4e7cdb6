package io.isinglass.actors.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program, run in a folder of its own. */
final class Program {

    static final Path HOME = Path.of("target", "isinglass").toAbsolutePath();

    private static final int PATIENCE = 120;

    private Program() {}

    /** How a process has ended, and all that it said. */
    record Ended(int code, String out, String err) {

        String all() {
            return out + err;
        }
    }

    /** A process under way, whose standard error goes to a file. */
    record Going(Process process, Path err) implements AutoCloseable {

        /** Reads its standard output up to a line that holds this text, and returns that line. */
        String awaitLine(String text) throws IOException {
            String line;
            do {
                line = process.inputReader().readLine();
                if (line == null) {
                    throw new AssertionError("it ended without saying \"" + text + "\": " + Files.readString(err));
                }
            } while (!line.contains(text));
            return line;
        }

        /** Sends a signal, such as INT. */
        void signal(String name) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        Ended await() throws IOException, InterruptedException {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end");
            }
            return new Ended(process.exitValue(), out, Files.readString(err));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    static Going start(Path folder, String... arguments) throws IOException {
        return start(folder, Map.of(), List.of(arguments));
    }

    static Going start(Path folder, Map<String, String> environment, List<String> arguments) throws IOException {
        // A shell that starts the build in the background has its children ignore interrupts: not so here.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(HOME.resolve("bin/isinglass").toString());
        command.addAll(arguments);
        Path err = Files.createTempFile("isinglass", ".err");
        err.toFile().deleteOnExit();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Going(builder.start(), err);
    }

    static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
        try (Going going = start(folder, arguments)) {
            return going.await();
        }
    }
}
