package io.isinglass.actors.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A process that plays the first schedules, the last of them first, and says what each came to. */
final class Twin {

    private static final String LINE = "schedule ";

    private Twin() {}

    static void main(String[] arguments) {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        try (Simulator simulator = new Simulator()) {
            for (long seed = Long.parseLong(arguments[0]); seed >= 1; seed--) {
                System.out.println(LINE + simulator.outcome(seed, false).mark());
            }
        }
    }

    /** The marks of seeds 1 to {@code count}, as another process has them. */
    static List<String> marks(int count) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "--add-modules",
                "jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                "-cp",
                System.getProperty("java.class.path"),
                Twin.class.getName(),
                Integer.toString(count));
        Process twin = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> marks = new ArrayList<>();
        try (BufferedReader said = twin.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(LINE)) {
                    marks.addFirst(line.substring(LINE.length()));
                }
            }
        }
        if (twin.waitFor() != 0) {
            throw new IOException("the other process ends with code " + twin.exitValue());
        }
        return marks;
    }
}
