package io.isinglass.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The published JSON Schema of a spec (draft 2020-12): the one list of its keys, their ranges and what they mean. */
public final class SpecSchema {

    private static final String TEXT = Resources.text("spec.schema.json").orElseThrow();
    private static final ObjectNode TREE = tree();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TREE);

    private SpecSchema() {}

    /** One key of a spec: its dotted path, what its value must be, its value when left out, and what it means. */
    public record Key(String path, String expected, Optional<String> fallback, String description) {}

    /** The schema itself, for editors and other tools. */
    public static String text() {
        return TEXT;
    }

    /** Every key of a spec, sections before what is in them. */
    public static List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        collect(TREE, "", keys);
        return List.copyOf(keys);
    }

    /** Adds to a draft a problem for everything in it that the schema does not allow. */
    static void judge(Draft draft) {
        Complaints complaints = new Complaints(draft);
        SCHEMA.validate(draft.tree()).forEach(complaints::add);
    }

    /** The part of the schema at a pointer, its reference followed; what is said beside a reference wins. */
    static JsonNode at(JsonPointer pointer) {
        return followed(TREE.at(pointer));
    }

    static JsonNode followed(JsonNode schema) {
        if (!schema.has("$ref")) {
            return schema;
        }
        String target = schema.get("$ref").textValue().substring(1);
        ObjectNode merged = followed(TREE.at(target)).deepCopy();
        merged.setAll((ObjectNode) schema.deepCopy());
        merged.remove("$ref");
        return merged;
    }

    private static void collect(JsonNode section, String prefix, List<Key> keys) {
        section.path("properties").properties().forEach(entry -> {
            JsonNode schema = followed(entry.getValue());
            String path = prefix + entry.getKey();
            Optional<String> fallback = Optional.ofNullable(schema.get("default"))
                    .map(value -> value.isTextual() ? value.textValue() : value.toString());
            keys.add(new Key(
                    path,
                    Expected.by(schema),
                    fallback,
                    schema.path("description").textValue()));
            collect(schema, path + ".", keys);
        });
    }

    private static ObjectNode tree() {
        try {
            return (ObjectNode) new JsonMapper().readTree(TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException("spec.schema.json cannot be read", e);
        }
    }
}
