package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the README, as typed and one after the other in one shell, in a copy of the sources beside the packaged
 * program. Only the build itself is not done again, and a free port stands for 8080.
 */
class ReadmeIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Set<String> TEXTS = Set.of("yaml", "json", "java", "text", "http");
    private static final int PATIENCE = 180;

    /** Has what it is asked for been built? Then there is nothing to do. */
    private static final String MAVEN = """
        #!/bin/sh
        case "$*" in
            '-q -DskipTests package') exit 0 ;;
            verify) grep -qx 'mvn verify' .ci/run && exit 0 ;;
        esac
        echo "nobody has tried: mvn $*" >&2
        exit 1
        """;

    /** The packaged program; a server goes on in the background once it listens. */
    private static final String ISINGLASS = """
        #!/bin/sh
        case " $* " in
            *' --help '*) ;;
            *' serve '* | *' --stay '*)
                pipe=$(mktemp -u) && mkfifo "$pipe"
                PROGRAM "$@" >"$pipe" &
                echo $! >>SCRATCH/servers
                exec grep -m 1 -e 'listens on' -e 'dashboard stays' <"$pipe" ;;
        esac
        exec PROGRAM "$@"
        """;

    @TempDir
    private Path scratch;

    private int port;

    @BeforeEach
    void copy() throws IOException {
        for (Path file : sources()) {
            Path to = scratch.resolve(ROOT.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        Path packaged = Files.createDirectories(scratch.resolve("actors/target/isinglass/bin"));
        executable(packaged.resolve("isinglass"), ISINGLASS);
        executable(Files.createDirectories(scratch.resolve("shims")).resolve("mvn"), MAVEN);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> ROOT.relativize(file).toString().matches("(?!\\.git/|(.*/)?target/).*"))
                    .toList();
        }
    }

    private void executable(Path file, String text) throws IOException {
        String program = Program.HOME.resolve("bin/isinglass").toString();
        Files.writeString(file, text.replace("PROGRAM", program).replace("SCRATCH", scratch.toString()));
        assertTrue(file.toFile().setExecutable(true));
    }

    @Test
    void everyCommandOfTheReadmeRuns() throws Exception {
        List<String> blocks = blocks(Files.readString(ROOT.resolve("README.md")));
        assertTrue(String.join("", blocks).contains("isinglass run restore.yaml"), "the main command is there");
        Shell shell = run(blocks);
        assertEquals(0, shell.code(), shell.said());
    }

    @Test
    void aCommandThatCannotBeRunIsFound() throws Exception {
        for (String command : List.of("isinglas describe", "mvn deploy", "false", "mvn -v\ntrue", "(exit 3)\ntrue")) {
            Shell shell = run(List.of("true\n", command + "\n"));
            assertNotEquals(0, shell.code(), command + "\n" + shell.said());
        }
    }

    @Test
    void aServerIsStartedAndAnswersTheNextCommand() throws Exception {
        Shell shell = run(List.of("""
            actors/target/isinglass/bin/isinglass serve --port 8080   # goes on
            exec 3<>/dev/tcp/127.0.0.1/8080
            printf 'GET /alive HTTP/1.0\\r\\n\\r\\n' >&3
            grep alive <&3
            """));
        assertEquals(0, shell.code(), shell.said());
        long server =
                Long.parseLong(Files.readString(scratch.resolve("servers")).strip());
        assertFalse(ProcessHandle.of(server).filter(ProcessHandle::isAlive).isPresent(), "it is ended with the shell");
    }

    @Test
    void shellBlocksAreMarkedAsSuch() throws IOException {
        Set<String> languages = BLOCK.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(match -> match.group(1))
                .filter(language -> !TEXTS.contains(language))
                .collect(Collectors.toSet());
        assertEquals(Set.of("sh"), languages, "a block in another shell language would not be run");
    }

    private static List<String> blocks(String readme) {
        return BLOCK.matcher(readme)
                .results()
                .filter(match -> match.group(1).equals("sh"))
                .map(match -> match.group(2))
                .toList();
    }

    /** How a shell has ended, and all that was said in it. */
    private record Shell(int code, String said) {}

    private Shell run(List<String> blocks) throws IOException, InterruptedException {
        String script = """
            set -euo pipefail
            end() {
                for server in $(cat SCRATCH/servers 2>/dev/null); do
                    kill "$server" && tail --pid="$server" -f /dev/null
                done
            }
            trap end EXIT
            PATH=SCRATCH/shims:$PATH
            """.replace("SCRATCH", scratch.toString())
                + "set -v\n"
                + String.join("", blocks).replace("8080", Integer.toString(port));
        Path said = scratch.resolve("said");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        bash.environment().put("ISINGLASS_OPTS", "-Disinglass.http.port=" + port);
        Process process = bash.start();
        assertTrue(process.waitFor(PATIENCE, TimeUnit.SECONDS), () -> "it does not end: " + read(said));
        return new Shell(process.exitValue(), read(said));
    }

    private static String read(Path said) {
        try {
            return Files.readString(said, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
