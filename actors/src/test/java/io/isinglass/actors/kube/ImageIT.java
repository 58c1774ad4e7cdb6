package io.isinglass.actors.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image as Kubernetes runs it: process 1, uid 65532, no capability, and a root that cannot be written. */
class ImageIT {

    @TempDir
    private static Path folder;

    private static Image image;

    @BeforeAll
    static void unpack() throws Exception {
        image = Image.unpack(folder);
    }

    @Test
    void saysItsVersionWhichIsThatOfTheImage() throws Exception {
        String version = image.environment().get("ISINGLASS_APP_VERSION");
        assertEquals("isinglass " + version + "\n", out(image.container("--version")));
        assertEquals(
                version,
                image.config()
                        .at("/config/Labels")
                        .path("org.opencontainers.image.version")
                        .asText());
    }

    @Test
    void hasTheFlagsOfTheProgramAndFitsTheAotCache() throws Exception {
        ProcessBuilder container = image.container("--version");
        container.environment().put("JAVA_TOOL_OPTIONS", "-XX:+PrintFlagsFinal -XX:AOTMode=on");
        String flags = out(container);
        assertTrue(flags.matches("(?s).* EnableVectorSupport +=\\s+true .*"), flags);
        String launch = Files.readString(image.root().resolve("opt/isinglass/lib/launch"));
        assertTrue(launch.startsWith(Files.readString(Path.of("src", "main", "dist", "flags"))));
    }

    @Test
    void holdsNothingThatCanBeWrittenOrThatMakesAnybodyRoot() throws Exception {
        try (Stream<Path> files = Files.walk(image.root())) {
            List<String> wrong = files.filter(file -> !file.equals(image.root().resolve("tmp")))
                    .filter(file -> isOpen(mode(file)))
                    .map(Path::toString)
                    .toList();
            assertEquals(List.of(), wrong);
        }
        for (String none : List.of("bin", "sbin", "usr/bin", "opt/isinglass/bin")) {
            assertTrue(Files.notExists(image.root().resolve(none)), "there are programs in " + none);
        }
    }

    private static int mode(Path file) {
        try {
            return (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether others than the owner may write it, or it lends the rights of its owner. */
    private static boolean isOpen(int mode) {
        boolean link = (mode & 0170000) == 0120000;
        return !link && (mode & 06022) != 0;
    }

    @Test
    void servesUntilItIsToldToEnd() throws Exception {
        Process process = image.container("serve", "--port", "0")
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String line = process.inputReader().readLine();
            assertTrue(String.valueOf(line).startsWith("isinglass listens on "), () -> line + err());
            URI alive = URI.create(line.split(" on ")[1]).resolve("/alive");
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(alive).build(), BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(List.of("65532", "65532", "65532", "65532"), uids(process));
            java(process).destroy();
            int code = process.waitFor();
            // A JVM that was told to end, and did so in order, may say that it was told.
            assertTrue(code == 0 || code == 143, () -> "code " + code + err());
            assertEquals("", err());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Process 1 of the container, as it is seen from outside. */
    private static ProcessHandle java(Process process) {
        return process.toHandle().children().findFirst().orElseThrow();
    }

    private static List<String> uids(Process process) throws IOException {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", Long.toString(java(process).pid()), "status"))) {
            String uids =
                    lines.filter(line -> line.startsWith("Uid:")).findFirst().orElseThrow();
            return List.of(uids.substring("Uid:".length()).strip().split("\\s+"));
        }
    }

    /** What it has said of itself, but for what a JVM says of its options. */
    private static String err() {
        try (Stream<String> lines = Files.lines(folder.resolve("err"))) {
            return String.join(
                    "\n", lines.filter(line -> !line.startsWith("Picked up ")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void computesWithNothingToWriteToButTmp() throws Exception {
        String out = out(image.container(
                "run",
                "restore.yaml",
                "--out",
                "/tmp/out",
                "--set",
                "schedule.epochs=14",
                "--set",
                "schedule.sweeps=2"));
        assertTrue(out.contains("restore"), out);
    }

    @Test
    void cannotWriteAnywhereElse() throws Exception {
        Process process = image.container("run", "restore.yaml", "--out", "/opt/out")
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), told);
        assertTrue(told.contains("/opt/out"), told);
    }

    /** Standard output, of what must succeed. */
    private static String out(ProcessBuilder builder) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> out + err());
        return out;
    }
}
