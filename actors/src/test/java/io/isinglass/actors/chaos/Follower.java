package io.isinglass.actors.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client that reads the rows of runs from whichever pod answers, and sees that none is missing and none comes twice. */
final class Follower {

    private static final Duration STUCK = Duration.ofSeconds(90);

    private final Place place;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final Map<String, Long> epochs = new LinkedHashMap<>();
    private final Set<String> over = new HashSet<>();

    Follower(Place place, List<String> runs) {
        this.place = place;
        runs.forEach(this::follow);
    }

    /** Reads this run, too. */
    void follow(String run) {
        rows.put(run, -1L);
        epochs.put(run, 0L);
    }

    /** How many epochs of each run have been read. */
    Map<String, Long> epochs() {
        return epochs;
    }

    /** The runs that were under way at the last look. */
    List<String> running() {
        return rows.keySet().stream().filter(id -> !over.contains(id)).toList();
    }

    /** Looks whether all runs have come to their end. */
    boolean isOver() {
        look();
        return running().isEmpty();
    }

    /** Reads what is new; a pod that has ended is started again. */
    void look() {
        place.tend();
        running().forEach(this::look);
    }

    private void look(String id) {
        Pod pod = place.any();
        Pod.Answer page = pod.get("api/v1/runs/" + id + "/metrics?limit=10000&after=" + rows.get(id));
        if (page.status() == 200) {
            page.json().path("rows").forEach(row -> take(id, row));
        }
        Pod.Answer view = pod.get("api/v1/runs/" + id);
        if (view.status() == 200) {
            String state = view.json().path("state").asText();
            if (state.equals("failed") || state.equals("fenced")) {
                throw new AssertionError(id + " " + state + ": " + view.json());
            }
            if (state.equals("finished")) {
                over.add(id);
            }
        }
    }

    private void take(String id, JsonNode row) {
        long seq = row.path("seq").asLong();
        if (seq <= rows.get(id) || row.path("epoch").asLong() + 1 < epochs.get(id)) {
            throw new AssertionError(id + ": row " + seq + " comes again after " + rows.get(id));
        }
        rows.put(id, seq);
        epochs.put(id, row.path("epoch").asLong() + 1);
    }

    /** Waits until some run has gone on by so many epochs. */
    void progress(int more) {
        Map<String, Long> before = new LinkedHashMap<>(epochs);
        Place.await("a run goes on by " + more + " epochs", () -> {
            look();
            return running().isEmpty()
                    || epochs.entrySet().stream().anyMatch(each -> each.getValue() - before.get(each.getKey()) >= more);
        });
    }

    /** Waits until each run that is under way has come farther than this; returns how long that took, in milliseconds. */
    List<Long> recovered(Map<String, Long> before) {
        Instant at = Instant.now();
        Map<String, Long> times = new LinkedHashMap<>();
        Instant end = at.plus(STUCK);
        List<String> waiting = running();
        while (!times.keySet().containsAll(waiting)) {
            look();
            long now = Duration.between(at, Instant.now()).toMillis();
            for (String id : waiting) {
                // What was on its way when the pod was killed may still come in; two epochs more are new.
                if (epochs.get(id) > before.get(id) + 2 || over.contains(id)) {
                    times.putIfAbsent(id, now);
                }
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(
                        "no new commit within " + STUCK.toSeconds() + " s: " + before + " -> " + epochs);
            }
        }
        return List.copyOf(times.values());
    }
}
