package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentsTest {

    static List<String> names() {
        return Experiments.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyExperimentIsAValidSpecOfItsFileName(String name) {
        Spec spec = read(name).spec();

        assertEquals(name, spec.name() + ".yaml");
        assertEquals(spec, SpecReader.read(name, spec.toJson(), List.of()).spec());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyExperimentTeachesInComments(String name) {
        String text = Experiments.text(name).orElseThrow();

        assertTrue(text.startsWith("# "), name);
        assertTrue(text.lines().filter(line -> line.contains("# ")).count() >= 6, name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theDataOfEveryExperimentAreShipped(String name) {
        Optional<Object> path =
                read(name).spec().data().map(data -> data.options().get("path"));

        path.ifPresent(file -> assertTrue(Experiments.data((String) file).isPresent(), name + ": " + file));
    }

    @Test
    void everyShippedFileIsListed() throws Exception {
        assertEquals(Set.copyOf(Experiments.names()), files("experiments"));
        Set<String> data = new HashSet<>(Experiments.dataNames());
        data.add("README.md");
        assertEquals(data, files("data"));
    }

    @Test
    void theHorseHasTheSizeThatItsNoteSays() throws Exception {
        try (InputStream horse = Experiments.data("horse.png").orElseThrow()) {
            var image = ImageIO.read(horse);
            assertEquals(400, image.getWidth());
            assertEquals(328, image.getHeight());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "restore", "../spec.schema.json", "README.md", "/etc/passwd"})
    void nothingElseIsFound(String name) {
        assertEquals(Optional.empty(), Experiments.text(name));
        assertEquals(Optional.empty(), Experiments.data(name));
    }

    private static Located read(String name) {
        return SpecReader.read(name, Experiments.text(name).orElseThrow(), List.of());
    }

    private static Set<String> files(String folder) throws Exception {
        Path path = Path.of(Experiments.class.getResource(folder).toURI());
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
