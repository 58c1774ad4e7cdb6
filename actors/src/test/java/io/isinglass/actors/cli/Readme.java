package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The README as commands, which are run as typed and one after the other in one shell, in a copy of the sources beside the
 * packaged program. Only the build itself is not done again, and a free port stands for 8080.
 */
final class Readme {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** A fenced block: its language, and what stands in it. */
    static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    private static final int PATIENCE = 300;

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

    private final Path scratch;
    private final int port;

    /** Copies the sources to an empty folder. */
    Readme(Path scratch) throws IOException {
        this.scratch = scratch;
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

    /** The blocks of commands, in the order of the README. */
    static List<String> blocks() throws IOException {
        return BLOCK.matcher(text())
                .results()
                .filter(match -> match.group(1).equals("sh"))
                .map(match -> match.group(2))
                .toList();
    }

    static String text() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    /** How a shell has ended, and all that was said in it. */
    record Shell(int code, String said) {}

    /** Runs blocks of commands, and ends the servers that they have started. */
    Shell run(List<String> blocks) throws IOException, InterruptedException {
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
