package io.isinglass.streams.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.engine.catalog.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tensors as a safetensors file: the length of a header, the header in JSON, and the numbers of one tensor after the other.
 *
 * @param metadata words about all of them
 */
public record Safetensors(SortedMap<String, String> metadata, List<Tensor> tensors) {

    /*
     * Numbers are little-endian, and all are of eight bytes: with a header that is filled up to a multiple of eight every
     * tensor can be mapped into memory as it lies.
     */

    private static final String METADATA = "__metadata__";
    private static final JsonMapper MAPPER = new JsonMapper();

    public Safetensors {
        tensors = List.copyOf(tensors);
    }

    /** The file. Equal tensors give equal bytes. */
    public byte[] bytes() {
        byte[] header = header();
        long length = tensors.stream().mapToLong(Safetensors::length).sum();
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + header.length + length))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        tensors.forEach(tensor -> put(tensor, file));
        return file.array();
    }

    private static long length(Tensor tensor) {
        return (long) tensor.values().length * Double.BYTES;
    }

    /** Puts the numbers of a tensor, eight bytes each. */
    static void put(Tensor tensor, ByteBuffer into) {
        for (double value : tensor.values()) {
            switch (tensor.type()) {
                case FP64 -> into.putDouble(value);
                case INT64 -> into.putLong((long) value);
            }
        }
    }

    private byte[] header() {
        ObjectNode header = MAPPER.createObjectNode();
        ObjectNode words = header.putObject(METADATA);
        metadata.forEach(words::put);
        long from = 0;
        for (Tensor tensor : tensors) {
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", dtype(tensor.type()));
            tensor.shape().forEach(entry.withArray("shape")::add);
            if (tensor.shape().isEmpty()) {
                entry.putArray("shape");
            }
            entry.putArray("data_offsets").add(from).add(from + length(tensor));
            from += length(tensor);
        }
        byte[] json = json(header);
        byte[] filled = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(filled, json.length, filled.length, (byte) ' ');
        return filled;
    }

    private static byte[] json(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String dtype(Tensor.Type type) {
        return switch (type) {
            case FP64 -> "F64";
            case INT64 -> "I64";
        };
    }

    /** What {@link #bytes} has written; refuses a file that is cut short, goes on, or has numbers of other types. */
    public static Safetensors read(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
        if (length < 0 || length > bytes.remaining()) {
            throw refused("its header is cut short");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Tensor> tensors = new ArrayList<>();
        try {
            JsonNode tree = MAPPER.readTree(new String(header, StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> entry : tree.properties()) {
                if (entry.getKey().equals(METADATA)) {
                    entry.getValue()
                            .properties()
                            .forEach(word ->
                                    metadata.put(word.getKey(), word.getValue().asText()));
                } else {
                    tensors.add(tensor(entry.getKey(), entry.getValue(), bytes));
                }
            }
        } catch (IOException e) {
            throw refused("its header is no JSON");
        }
        if (bytes.hasRemaining()) {
            throw refused(bytes.remaining() + " bytes are of no tensor");
        }
        return new Safetensors(metadata, tensors);
    }

    private static Tensor tensor(String name, JsonNode entry, ByteBuffer bytes) {
        Tensor.Type type = switch (entry.path("dtype").asText()) {
            case "F64" -> Tensor.Type.FP64;
            case "I64" -> Tensor.Type.INT64;
            default -> throw refused(name + " is of dtype " + entry.path("dtype") + ", expected F64 or I64");
        };
        List<Integer> shape = new ArrayList<>();
        entry.path("shape").forEach(axis -> shape.add(axis.asInt(-1)));
        long count = Tensor.count(name, shape);
        if (count * Double.BYTES > bytes.remaining()) {
            throw refused(name + " is cut short");
        }
        double[] values = new double[(int) count];
        for (int k = 0; k < values.length; k++) {
            values[k] = type == Tensor.Type.FP64 ? bytes.getDouble() : bytes.getLong();
        }
        return new Tensor(name, type, shape, values);
    }

    private static Refused refused(String why) {
        return new Refused("", "this is no file of safetensors: " + why);
    }
}
