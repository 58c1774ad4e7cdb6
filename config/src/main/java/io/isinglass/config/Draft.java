package io.isinglass.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A document while it is read: its tree, where each key was written, how each number was, and what is wrong so far. */
final class Draft {

    static final JsonPointer ROOT = JsonPointer.empty();
    static final String EMPTY = "the document is empty: a spec needs at least name, seed, model and schedule";
    static final String NO_MAP = "a spec is a map of keys such as name, seed, lattice, model and schedule";
    static final int MAX_NODES = 10_000;
    static final int MAX_DEPTH = 16;

    static final String TOO_DEEP = "is nested more than " + MAX_DEPTH + " levels deep";

    private final String source;
    private final ObjectNode tree = JsonNodeFactory.instance.objectNode();
    private final Map<JsonPointer, Place> places = new HashMap<>();
    private final Map<JsonPointer, String> numbers = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<JsonPointer> faults = new HashSet<>();
    private int nodes;

    Draft(String source) {
        this.source = source;
        places.put(ROOT, new Place(source, 1));
    }

    String source() {
        return source;
    }

    ObjectNode tree() {
        return tree;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Notes that a key stands at a place, and refuses documents that are too large or too deep to be a spec. */
    void mark(JsonPointer at, Place place, int depth) {
        places.put(at, place);
        if (depth > MAX_DEPTH) {
            throw new Unreadable(place, TOO_DEEP);
        }
        if (++nodes > MAX_NODES) {
            throw new Unreadable(place, "has more than " + MAX_NODES + " values, aliases included");
        }
    }

    /** The node of a plain scalar. A number that is not finite is a problem, and stays text. */
    JsonNode scalar(JsonPointer at, String text) {
        JsonNode node = Scalars.resolve(text);
        if (node.isNumber()) {
            numbers.put(at, text);
        }
        if (Scalars.isFinite(text, node)) {
            return node;
        }
        problem(at, "must be a finite number, was " + Shown.cut(text));
        return JsonNodeFactory.instance.textNode(text);
    }

    /** How a number was written, or how it would be. */
    String number(JsonPointer at, JsonNode node) {
        return numbers.getOrDefault(at, node.asText());
    }

    /** Forgets what stood at a key and below it. */
    void forget(JsonPointer at) {
        String below = at + "/";
        places.keySet().removeIf(key -> key.equals(at) || key.toString().startsWith(below));
        numbers.keySet().removeIf(key -> key.equals(at) || key.toString().startsWith(below));
    }

    Place place(JsonPointer at) {
        JsonPointer nearest = at;
        while (!places.containsKey(nearest)) {
            nearest = nearest.head();
        }
        return places.get(nearest);
    }

    /** Notes a key that is written twice. The first one stays, and may have faults of its own. */
    void duplicate(JsonPointer key, Place place) {
        problem(
                place,
                dotted(key),
                "duplicate key, first written on line " + place(key).line());
    }

    /** Notes that something is wrong with the value at a key, so that nothing is made of it. */
    void problem(JsonPointer at, String message) {
        faults.add(at);
        problem(place(at), dotted(at), message);
    }

    /** Notes that something is wrong somewhere else than with a value. */
    void problem(Place place, String path, String message) {
        problems.add(new Problem(place.source(), place.line(), path, message));
    }

    /** The keys with which something is wrong so far. */
    Set<JsonPointer> faults() {
        return Set.copyOf(faults);
    }

    /** Whether something is wrong with this key or below it. */
    boolean isFaultyWithin(JsonPointer at) {
        return faults.stream()
                .anyMatch(fault -> fault.equals(at) || fault.toString().startsWith(at + "/"));
    }

    Located located(Spec spec) {
        Map<String, Place> named = new HashMap<>();
        places.forEach((at, place) -> named.put(at.toString(), place));
        return new Located(spec, named);
    }

    /** A pointer as people write it: {@code lattice.blocks}. */
    static String dotted(JsonPointer at) {
        StringBuilder path = new StringBuilder();
        for (JsonPointer rest = at; !rest.matches(); rest = rest.tail()) {
            path.append(path.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
        }
        return path.toString();
    }
}
