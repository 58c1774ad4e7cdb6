package io.isinglass.actors.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to a run, and what is told of it. */
class KnobsTest {

    private static final int FOR_LONG = 1_000_000;
    private static final Path MANIFESTS = Path.of("..", "k8s");
    private static final Pattern METRIC = Pattern.compile("isinglass_[a-z_]+[a-z]");

    private static Conversation api;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        api = new Conversation(data);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void clear() {
        api.clear();
    }

    @Test
    void aRunIsPausedAndGoesOn() throws Exception {
        String run = api.start(FOR_LONG);
        turn(run, "pause");
        JsonNode paused = api.until(run, view -> view.path("state").asText().equals("paused"));
        turn(run, "resume");
        JsonNode resumed = api.until(
                run,
                view -> view.path("epochs").asLong() > paused.path("epochs").asLong() + 10);
        assertEquals("running", resumed.path("state").asText());
    }

    @Test
    void aCheckpointIsAPointToForkFrom() throws Exception {
        String run = api.start(FOR_LONG);
        turn(run, "checkpoint");
        JsonNode kept = api.until(run, view -> !view.path("points").isEmpty());
        long epoch = kept.path("points").path(0).asLong();

        HttpResponse<String> none = api.post(run + "/fork?epoch=" + (epoch + FOR_LONG), "");
        assertEquals(409, none.statusCode(), none.body());
        assertTrue(Conversation.json(none.body()).path("detail").asText().contains("checkpoint"), none::body);

        HttpResponse<String> fork = api.post(run + "/fork?epoch=" + epoch + "&set=schedule.epochs=" + (epoch + 20), "");
        assertEquals(201, fork.statusCode(), fork.body());
        String forked = fork.headers().firstValue("Location").orElseThrow();
        JsonNode ended = api.until(forked, view -> view.path("state").asText().equals("finished"));
        assertEquals(epoch + 20, ended.path("epochs").asLong());
    }

    private static void turn(String run, String knob) throws Exception {
        HttpResponse<String> turned = api.post(run + "/" + knob, "");
        assertEquals(202, turned.statusCode(), turned.body());
    }

    @Test
    void everyMetricThatTheManifestsNameIsThere() throws Exception {
        String run = api.start(FOR_LONG);
        api.until(run, view -> view.path("epochs").asLong() > 0);
        String metrics = api.get("/metrics").body();
        Set<String> told = metrics.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = named();
        assertTrue(named.size() >= 7, named::toString);
        assertTrue(told.containsAll(named), () -> named + " are named, and told are " + told);
        String id = run.substring(run.lastIndexOf('/') + 1);
        assertTrue(metrics.contains("isinglass_commit_age_seconds{run=\"" + id + "\"}"), metrics);
    }

    private static Set<String> named() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(MANIFESTS)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith("scale.md"))
                    .toList()) {
                METRIC.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .forEach(named::add);
            }
        }
        return named;
    }
}
