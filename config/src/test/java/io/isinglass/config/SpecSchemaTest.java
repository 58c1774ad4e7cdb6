package io.isinglass.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpecSchemaTest {

    @Test
    void theSchemaIsValidByTheRulesOfItsDraft() throws Exception {
        JsonNode schema = new JsonMapper().readTree(SpecSchema.text());
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

        assertEquals(
                List.of(),
                registry.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                        .validate(schema));
    }

    @Test
    void everyKeyIsDescribed() {
        List<SpecSchema.Key> keys = SpecSchema.keys();

        assertEquals(34, keys.size());
        keys.forEach(key -> assertTrue(key.description().endsWith("."), key::toString));
        keys.forEach(key -> assertFalse(key.expected().isBlank(), key::toString));
    }

    @Test
    void theDefaultsOfTheSchemaAreThoseOfTheRecords() {
        Map<String, String> defaults = SpecSchema.keys().stream()
                .filter(key -> key.fallback().isPresent())
                .collect(Collectors.toMap(
                        SpecSchema.Key::path, key -> key.fallback().orElseThrow()));
        String[] written = defaults.entrySet().stream()
                .filter(entry -> !entry.getValue().equals("{}"))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);

        assertEquals(10, written.length, "depth, boundary, bonds, blocks, start, kernel, learner, warmup, lag, view");
        assertEquals(Specs.spec(Specs.SMALL), Specs.read(Specs.SMALL, written).spec());
    }

    @Test
    void theReservedNamesOfTheSchemaAreThoseOfTheRecord() throws Exception {
        JsonNode schema = new JsonMapper().readTree(SpecSchema.text());

        assertEquals(Spec.RESERVED, Expected.words(schema.at("/properties/name/not/enum")));
    }
}
