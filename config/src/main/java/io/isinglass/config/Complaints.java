package io.isinglass.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the validator found, in our words: a problem for each key, with what was written and what is allowed. */
final class Complaints {

    private final Draft draft;
    private final Set<JsonPointer> settled;

    Complaints(Draft draft) {
        this.draft = draft;
        settled = new HashSet<>(draft.faults());
    }

    void add(Error error) {
        JsonPointer at = pointer(error.getInstanceLocation());
        JsonPointer rule = pointer(error.getSchemaLocation().getFragment());
        JsonNode schema = SpecSchema.at(rule.head());
        switch (error.getKeyword()) {
            case "required" -> missing(at, error.getProperty(), schema);
            case "additionalProperties" -> unknown(at, error.getProperty(), Expected.keys(schema));
            case "propertyNames" -> misnamed(at, error.getProperty(), schema);
            case "not" -> draft.problem(at, "must not be " + Expected.by(error.getSchemaNode()) + "; was " + shown(at));
            default -> wrong(at, schema);
        }
    }

    private void missing(JsonPointer at, String key, JsonNode schema) {
        String why = schema.has("title") && !schema.has("type")
                ? "; " + schema.get("title").textValue()
                : "";
        draft.problem(at, "missing key \"" + key + "\"" + why);
    }

    private void unknown(JsonPointer at, String key, List<String> allowed) {
        String hint = Nearest.hint(key, allowed);
        JsonPointer stranger = at.appendProperty(key);
        draft.problem(
                draft.place(stranger),
                Draft.dotted(stranger),
                "unknown key " + Shown.quoted(key) + (hint.isEmpty() ? elsewhere(key) : hint) + " (allowed: "
                        + String.join(", ", allowed) + ")");
    }

    /** A hint at the section where a key of this name belongs. */
    private static String elsewhere(String key) {
        return SpecSchema.keys().stream()
                .map(SpecSchema.Key::path)
                .filter(path -> path.endsWith("." + key))
                .findFirst()
                .map(path -> "; did you mean \"" + path + "\"?")
                .orElse("");
    }

    private void misnamed(JsonPointer at, String key, JsonNode schema) {
        String expected = Expected.by(SpecSchema.followed(schema.get("propertyNames")));
        draft.problem(at.appendProperty(key), "the key must be " + expected + ", was " + Shown.quoted(key));
    }

    private void wrong(JsonPointer at, JsonNode schema) {
        if (settled.add(at)) {
            String separator = schema.has("enum") ? "; was " : ", was ";
            draft.problem(at, "must be " + Expected.by(schema) + separator + shown(at) + advice(at, schema));
        }
    }

    private String shown(JsonPointer at) {
        JsonNode node = draft.tree().at(at);
        return node.isObject() && !node.isEmpty()
                ? "a section of " + node.size() + " keys"
                : Shown.value(draft, at, node);
    }

    private String advice(JsonPointer at, JsonNode schema) {
        JsonNode node = draft.tree().at(at);
        if (schema.has("enum") && node.isTextual()) {
            return Nearest.hint(node.textValue(), Expected.words(schema.get("enum")));
        }
        String type = schema.path("type").asText();
        boolean wantsNumber = type.equals("integer") || type.equals("number");
        if (wantsNumber && node.isTextual() && Scalars.isNumber(node.textValue())) {
            return "; write it without quotes";
        }
        if (wantsNumber && node.isTextual() && Scalars.isNumber(node.textValue().replace("_", ""))) {
            return "; write " + node.textValue().replace("_", "");
        }
        return "";
    }

    private static JsonPointer pointer(NodePath path) {
        JsonPointer pointer = Draft.ROOT;
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = path.getElement(i) instanceof Integer index
                    ? pointer.appendIndex(index)
                    : pointer.appendProperty(path.getName(i));
        }
        return pointer;
    }
}
