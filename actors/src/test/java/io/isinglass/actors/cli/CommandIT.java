package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged program as a process: where it speaks, and with which code it ends. */
class CommandIT {

    @TempDir
    private Path folder;

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments(0, "--version", "isinglass \\d+\\.\\d+\\.\\d+\\R", ""),
                arguments(0, "validate restore.yaml", "restore is valid: .*\\R", ""),
                arguments(1, "run none.yaml", "", "there is no file none.yaml, .*restore.yaml.*\\R"),
                arguments(2, "run", "", "Missing required parameter: 'SPEC'\\R.*"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsAskedForGoesToOutAndWhatIsWrongToErr(int code, String line, String out, String err) throws Exception {
        Program.Ended ended = Program.run(folder, line.split(" "));
        assertEquals(code, ended.code(), ended.all());
        assertTrue(ended.out().matches("(?s)" + out), ended.out());
        assertTrue(ended.err().matches("(?s)" + err), ended.err());
        assertEquals(List.of(), names());
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void aPortInUseIsToldAndNothingIsMade(List<String> line) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String[] arguments = Stream.concat(
                            line.stream(), Stream.of("--port", Integer.toString(taken.getLocalPort())))
                    .toArray(String[]::new);
            Program.Ended ended = Program.run(folder, arguments);
            assertEquals(1, ended.code(), ended.all());
            assertTrue(ended.err().contains("port " + taken.getLocalPort() + ": is it in use?"), ended.err());
            assertFalse(ended.all().contains("\tat "), ended.all());
        }
        assertEquals(List.of(), names());
    }

    static Stream<List<String>> listeners() {
        return Stream.of(
                List.of("run", "mean-field.yaml", "--dashboard", "--out", "made"),
                List.of("serve", "--port-file", "port"));
    }

    @Test
    void aNameWithSpacesIsTakenAsItIs() throws Exception {
        Files.writeString(folder.resolve("my spec.yaml"), "name: 1");
        Program.Ended ended = Program.run(folder, "validate", "my spec.yaml", "--set", "name=two words");
        assertEquals(1, ended.code());
        assertTrue(ended.err().contains("\"two words\""), ended.err());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
