package io.isinglass.actors.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.serve.Inference;
import io.isinglass.streams.serve.Port;
import io.isinglass.streams.serve.Question;
import io.isinglass.streams.serve.SavedModel;
import io.isinglass.streams.serve.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Questions and answers in the JSON of the Open Inference Protocol; a value that is missing, or not known, is {@code null}. */
final class Questions {

    private static final String SEED = "seed";
    private static final String BOOL = "BOOL";

    /** Types of numbers; the least and the largest of those that are whole. */
    private static final Map<String, long[]> WHOLE = Map.of(
            "INT8", new long[] {Byte.MIN_VALUE, Byte.MAX_VALUE},
            "INT16", new long[] {Short.MIN_VALUE, Short.MAX_VALUE},
            "INT32", new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
            "INT64", new long[] {Long.MIN_VALUE, Long.MAX_VALUE},
            "UINT8", new long[] {0, (1 << 8) - 1},
            "UINT16", new long[] {0, (1 << 16) - 1},
            "UINT32", new long[] {0, (1L << 32) - 1},
            "UINT64", new long[] {0, Long.MAX_VALUE});

    private static final Set<String> REAL = Set.of("FP32", "FP64");

    private Questions() {}

    /** A question with more numbers than are allowed. */
    static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge(String why) {
            super(why);
        }
    }

    /** What goes into a model and comes out; −1 is the number of records. */
    static ObjectNode metadata(String name, List<Long> versions, SavedModel model, Inference inference) {
        ObjectNode node = Json.object().put("name", name);
        versions.forEach(version -> node.withArray("versions").add(Long.toString(version)));
        node.put("platform", "isinglass_" + model.origin().get("learner"));
        ArrayNode inputs = node.putArray("inputs");
        inference.inputs().forEach(port -> inputs.add(metadata(port)));
        ArrayNode outputs = node.putArray("outputs");
        inference.outputs().forEach(port -> outputs.add(metadata(port)));
        return node;
    }

    private static ObjectNode metadata(Port port) {
        ObjectNode node = Json.object().put("name", port.name()).put("datatype", port.datatype());
        ArrayNode shape = node.putArray("shape").add(-1);
        port.row().forEach(shape::add);
        if (port.optional()) {
            node.putObject("parameters").put("optional", true);
        }
        return node;
    }

    /** What a model answers; refuses a question that it cannot be asked. */
    static ObjectNode answer(String name, SavedModel model, Inference inference, byte[] body, int mostValues) {
        JsonNode asked = Json.read(body);
        Question question = question(asked, inference, mostValues);
        ObjectNode node = Json.object().put("model_name", name).put("model_version", Long.toString(model.epoch()));
        if (asked.path("id").isTextual()) {
            node.put("id", asked.path("id").asText());
        }
        ArrayNode outputs = node.putArray("outputs");
        inference.infer(question).forEach(tensor -> outputs.add(json(tensor)));
        return node;
    }

    private static Question question(JsonNode asked, Inference inference, int mostValues) {
        if (!asked.path("inputs").isArray()) {
            throw new Refused("inputs", "inputs must be an array of tensors");
        }
        long seed = 0;
        for (Map.Entry<String, JsonNode> parameter : asked.path("parameters").properties()) {
            if (!parameter.getKey().equals(SEED) || !parameter.getValue().canConvertToLong()) {
                throw new Refused(
                        parameter.getKey(),
                        "unknown parameter %s: %s (known: seed, a whole number)"
                                .formatted(parameter.getKey(), parameter.getValue()));
            }
            seed = parameter.getValue().asLong();
        }
        List<Tensor> inputs = new ArrayList<>();
        long values = 0;
        for (JsonNode input : asked.path("inputs")) {
            Tensor tensor = tensor(input, mostValues);
            values += tensor.values().length;
            if (values > mostValues) {
                throw tooLarge(mostValues);
            }
            inputs.add(tensor);
        }
        List<String> outputs = new ArrayList<>();
        asked.path("outputs").forEach(output -> outputs.add(output.path("name").asText()));
        return Question.of(inference, inputs, outputs, seed);
    }

    private static TooLarge tooLarge(int most) {
        return new TooLarge("a question must hold at most " + most + " values: ask of fewer records at a time");
    }

    private static Tensor tensor(JsonNode input, int mostValues) {
        String name = input.path("name").asText();
        List<Integer> shape = new ArrayList<>();
        for (JsonNode axis : input.path("shape")) {
            if (!axis.canConvertToInt() || !axis.isIntegralNumber()) {
                throw new Refused(name, "shape of %s must be of whole numbers, was %s".formatted(name, axis));
            }
            shape.add(axis.asInt());
        }
        String type = input.path("datatype").asText();
        if (!WHOLE.containsKey(type) && !REAL.contains(type) && !type.equals(BOOL)) {
            throw new Refused(
                    name,
                    "datatype of %s must be BOOL, FP32, FP64, or whole numbers such as INT8, was \"%s\""
                            .formatted(name, type));
        }
        if (Tensor.count(name, shape) > mostValues) {
            throw tooLarge(mostValues);
        }
        List<Double> values = new ArrayList<>();
        flatten(name, type, input.path("data"), shape.size(), values);
        return new Tensor(
                name,
                REAL.contains(type) ? Tensor.Type.FP64 : Tensor.Type.INT64,
                shape,
                values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Data come in one row, or in rows of rows. */
    private static void flatten(String name, String type, JsonNode data, int axes, List<Double> into) {
        if (!data.isArray() || axes < 1) {
            throw new Refused(
                    name, "data of %s must be an array, in as many axes as its shape or in one".formatted(name));
        }
        for (JsonNode each : data) {
            if (each.isArray()) {
                flatten(name, type, each, axes - 1, into);
            } else {
                into.add(value(name, type, each));
            }
        }
    }

    private static double value(String name, String type, JsonNode value) {
        if (value.isNull()) {
            return Double.NaN;
        }
        boolean fits = type.equals(BOOL)
                ? value.isBoolean()
                : value.isNumber() && (REAL.contains(type) || isWithin(value, WHOLE.get(type)));
        if (!fits) {
            throw new Refused(name, "%s is of datatype %s, and holds %s".formatted(name, type, value));
        }
        return type.equals(BOOL) ? (value.asBoolean() ? 1 : 0) : value.asDouble();
    }

    private static boolean isWithin(JsonNode value, long[] range) {
        return value.isIntegralNumber()
                && value.canConvertToLong()
                && value.asLong() >= range[0]
                && value.asLong() <= range[1];
    }

    private static ObjectNode json(Tensor tensor) {
        ObjectNode node = Json.object().put("name", tensor.name());
        ArrayNode shape = node.putArray("shape");
        tensor.shape().forEach(shape::add);
        node.put("datatype", tensor.type().name());
        ArrayNode data = node.putArray("data");
        for (double value : tensor.values()) {
            if (!Double.isFinite(value)) {
                data.addNull();
            } else if (tensor.type() == Tensor.Type.INT64) {
                data.add((long) value);
            } else {
                data.add(value);
            }
        }
        return node;
    }
}
