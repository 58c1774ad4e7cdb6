package io.isinglass.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** The making of the records from a draft that the schema has judged, section by section. */
final class Assembly {

    private final Draft draft;

    Assembly(Draft draft) {
        this.draft = draft;
    }

    /** The spec, if nothing at all is wrong with the draft. */
    Optional<Spec> spec() {
        Optional<LatticeSpec> lattice = made("/lattice", this::lattice);
        Optional<ModelSpec> model = made("/model", this::model);
        Optional<Choice> kernel = made("/kernel", this::choice);
        Optional<Choice> learner = made("/learner", this::choice);
        Optional<Choice> data = made("/data", this::choice);
        Optional<Choice> sink = made("/sink", this::choice);
        Optional<Schedule> schedule = made("/schedule", this::schedule);
        Optional<Long> seed = made("/seed", at -> whole(at, 0));
        if (!draft.problems().isEmpty()) {
            return Optional.empty();
        }
        return made(
                "",
                root -> new Spec(
                        text(root.appendProperty("name"), ""),
                        seed.orElseThrow(),
                        lattice.orElse(LatticeSpec.DEFAULT),
                        model.orElseThrow(),
                        kernel.orElse(Spec.DEFAULT_KERNEL),
                        learner.orElse(Spec.DEFAULT_LEARNER),
                        data,
                        sink,
                        schedule.orElseThrow()));
    }

    private <T> Optional<T> made(String pointer, Function<JsonPointer, T> maker) {
        JsonPointer at = JsonPointer.compile(pointer);
        if (draft.tree().at(at).isMissingNode() || draft.isFaultyWithin(at)) {
            return Optional.empty();
        }
        try {
            return Optional.of(maker.apply(at));
        } catch (Refusal e) {
            draft.problem(at.appendProperty(e.key()), e.reason());
            return Optional.empty();
        }
    }

    private LatticeSpec lattice(JsonPointer at) {
        return new LatticeSpec(
                (int) whole(at.appendProperty("depth"), 1),
                extent(at.appendProperty("rows")),
                extent(at.appendProperty("columns")),
                text(at.appendProperty("boundary"), LatticeSpec.DEFAULT.boundary()),
                node(at.appendProperty("bonds")).isMissingNode()
                        ? LatticeSpec.DEFAULT_BONDS
                        : choice(at.appendProperty("bonds")),
                blocks(text(at.appendProperty("blocks"), "1x1")));
    }

    private static LatticeSpec.Blocks blocks(String text) {
        String[] parts = (text.indexOf('x') == text.lastIndexOf('x') ? "1x" + text : text).split("x");
        return new LatticeSpec.Blocks(
                Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private OptionalInt extent(JsonPointer at) {
        return node(at).isMissingNode() ? OptionalInt.empty() : OptionalInt.of((int) whole(at, 0));
    }

    private ModelSpec model(JsonPointer at) {
        Map<String, Double> couplings = new LinkedHashMap<>();
        node(at.appendProperty("couplings"))
                .properties()
                .forEach(entry -> couplings.put(entry.getKey(), entry.getValue().doubleValue()));
        return new ModelSpec(
                text(at.appendProperty("kind"), ""),
                couplings,
                text(at.appendProperty("start"), ModelSpec.STARTS.getFirst()),
                options(at.appendProperty("options")));
    }

    private Choice choice(JsonPointer at) {
        return node(at).isTextual()
                ? Choice.of(node(at).textValue())
                : new Choice(text(at.appendProperty("kind"), ""), options(at.appendProperty("options")));
    }

    private Schedule schedule(JsonPointer at) {
        return new Schedule(
                node(at.appendProperty("epochs")).isMissingNode()
                        ? OptionalLong.empty()
                        : OptionalLong.of(whole(at.appendProperty("epochs"), 0)),
                (int) whole(at.appendProperty("sweeps"), 0),
                whole(at.appendProperty("warmup"), 0),
                (int) whole(at.appendProperty("lag"), 0),
                (int) whole(at.appendProperty("view"), 1));
    }

    private Map<String, Object> options(JsonPointer at) {
        Map<String, Object> options = new LinkedHashMap<>();
        node(at).properties()
                .forEach(entry ->
                        options.put(entry.getKey(), option(at.appendProperty(entry.getKey()), entry.getValue())));
        return options;
    }

    private Object option(JsonPointer at, JsonNode node) {
        if (node.isBigInteger()) {
            draft.problem(at, "must be a number of 64 bits, was " + Shown.value(draft, at, node));
        }
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isDouble() ? (Object) node.doubleValue() : (Object) node.longValue();
            default -> node.textValue();
        };
    }

    /** A whole number. The schema takes 1e3 for one, too; we ask for digits, so that nobody has to count zeros. */
    private long whole(JsonPointer at, long fallback) {
        JsonNode node = node(at);
        if (node.isDouble()) {
            String digits =
                    BigDecimal.valueOf(node.doubleValue()).toBigInteger().toString();
            draft.problem(at, "must be written with digits only; write " + digits + ", not " + draft.number(at, node));
        }
        return node.isMissingNode() ? fallback : node.longValue();
    }

    private String text(JsonPointer at, String fallback) {
        return node(at).isMissingNode() ? fallback : node(at).textValue();
    }

    private JsonNode node(JsonPointer at) {
        return draft.tree().at(at);
    }
}
