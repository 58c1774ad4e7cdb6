package io.isinglass.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.isinglass.actors.cli.Readme.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command of the README runs; its first one, which takes its time, in {@link RestoreIT}. */
class ReadmeIT {

    private static final Set<String> TEXTS = Set.of("yaml", "json", "java", "text", "http", "properties");

    @TempDir
    private Path scratch;

    @Test
    void everyCommandAfterTheFirstRuns() throws Exception {
        List<String> blocks = Readme.blocks();
        Shell shell = new Readme(scratch).run(blocks.subList(1, blocks.size()));
        assertEquals(0, shell.code(), shell.said());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"isinglas describe", "mvn deploy", "false", "mvn -v\ntrue", "(exit 3)\ntrue", "false | true"})
    void aCommandThatCannotBeRunIsFound(String command) throws Exception {
        Shell shell = new Readme(scratch).run(List.of("true\n", command + "\n"));
        assertNotEquals(0, shell.code(), shell.said());
    }

    @Test
    void aServerIsStartedAndAnswersTheNextCommand() throws Exception {
        Shell shell = new Readme(scratch).run(List.of("""
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
        Set<String> languages = Readme.BLOCK
                .matcher(Readme.text())
                .results()
                .map(match -> match.group(1))
                .filter(language -> !TEXTS.contains(language))
                .collect(Collectors.toSet());
        assertEquals(Set.of("sh"), languages, "a block in another shell language would not be run");
    }
}
