package io.isinglass.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;

/** The one way to write a spec as JSON: keys sorted, defaults filled in, no white space. */
final class Canonical {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Canonical() {}

    static String json(Spec spec) {
        try {
            return MAPPER.writeValueAsString(tree(spec));
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps of text, numbers and truth values can be written", e);
        }
    }

    private static Map<String, Object> tree(Spec spec) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("name", spec.name());
        tree.put("seed", spec.seed());
        tree.put("lattice", tree(spec.lattice()));
        tree.put("model", tree(spec.model()));
        tree.put("kernel", tree(spec.kernel()));
        tree.put("learner", tree(spec.learner()));
        spec.data().ifPresent(data -> tree.put("data", tree(data)));
        spec.sink().ifPresent(sink -> tree.put("sink", tree(sink)));
        tree.put("schedule", tree(spec.schedule()));
        return tree;
    }

    private static Map<String, Object> tree(LatticeSpec lattice) {
        Map<String, Object> tree = new TreeMap<>();
        lattice.rows().ifPresent(rows -> tree.put("rows", rows));
        lattice.columns().ifPresent(columns -> tree.put("columns", columns));
        tree.put("boundary", lattice.boundary());
        tree.put("depth", lattice.depth());
        tree.put("bonds", tree(lattice.bonds()));
        tree.put("blocks", lattice.blocks().toString());
        return tree;
    }

    private static Map<String, Object> tree(ModelSpec model) {
        return Map.of(
                "kind", model.kind(),
                "couplings", model.couplings(),
                "start", model.start(),
                "options", model.options());
    }

    private static Map<String, Object> tree(Choice choice) {
        return Map.of("kind", choice.kind(), "options", choice.options());
    }

    private static Map<String, Object> tree(Schedule schedule) {
        Map<String, Object> tree = new TreeMap<>();
        schedule.epochs().ifPresent(epochs -> tree.put("epochs", epochs));
        tree.put("sweeps", schedule.sweeps());
        tree.put("warmup", schedule.warmup());
        tree.put("lag", schedule.lag());
        tree.put("view", schedule.view());
        return tree;
    }
}
