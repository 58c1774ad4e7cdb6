package io.isinglass.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A {@code --set path=value}: one scalar that takes the place of what the text of a spec says, or adds to it. */
record Assignment(Place place, List<String> path, String value) {

    /** The sections that may be written as a bare name. */
    private static final Set<String> CHOICES = Set.of("/kernel", "/learner", "/data", "/sink");

    /** An override as it was typed; one that cannot be understood becomes a problem. */
    static Optional<Assignment> read(String text, Draft draft) {
        Place place = new Place("--set " + Shown.cut(text), 0);
        int equals = text.indexOf('=');
        List<String> path =
                List.of(text.substring(0, Math.max(0, equals)).strip().split("\\.", -1));
        if (path.stream().anyMatch(String::isBlank) || path.size() > Draft.MAX_DEPTH) {
            draft.problem(place, "", "must be path=value such as lattice.blocks=4x2");
            return Optional.empty();
        }
        return Optional.of(
                new Assignment(place, path, text.substring(equals + 1).strip()));
    }

    void apply(Draft draft) {
        ObjectNode section = draft.tree();
        JsonPointer at = Draft.ROOT;
        for (String key : path.subList(0, path.size() - 1)) {
            at = at.appendProperty(key);
            Optional<ObjectNode> next = enter(section, key, at, draft);
            if (next.isEmpty()) {
                return;
            }
            section = next.get();
        }
        JsonPointer last = at.appendProperty(path.getLast());
        draft.forget(last);
        draft.mark(last, place, path.size());
        section.set(path.getLast(), scalar(last, draft));
    }

    private Optional<ObjectNode> enter(ObjectNode section, String key, JsonPointer at, Draft draft) {
        JsonNode now = section.path(key);
        if (now instanceof ObjectNode inner) {
            return Optional.of(inner);
        }
        boolean bare = now.isTextual() && CHOICES.contains(at.toString());
        if (!bare && !now.isMissingNode() && !now.isNull()) {
            draft.problem(place, Draft.dotted(at), "is a value, not a section: nothing can be set inside it");
            return Optional.empty();
        }
        ObjectNode inner = JsonNodeFactory.instance.objectNode();
        if (bare) {
            inner.set("kind", now);
        } else {
            draft.mark(at, place, path.size());
        }
        section.set(key, inner);
        return Optional.of(inner);
    }

    private JsonNode scalar(JsonPointer at, Draft draft) {
        if (value.startsWith("\"") || value.startsWith("'")) {
            Optional<String> inside = YamlText.quoted(value);
            if (inside.isEmpty()) {
                draft.problem(at, "has a quote that does not close: " + Shown.cut(value));
            }
            return TextNode.valueOf(inside.orElse(value));
        }
        if (value.startsWith("{") || value.startsWith("[")) {
            draft.problem(at, "must be set to a single value; set its keys one by one");
        }
        return draft.scalar(at, value);
    }
}
