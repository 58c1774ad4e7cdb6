package io.isinglass.streams.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.engine.field.FieldDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run had learned after an epoch, and where it comes from.
 *
 * @param epoch how many epochs had been committed
 * @param origin the run, its spec and the digest of its rows, in words
 * @param sites the names of the sites; empty where they have none
 */
public record SavedModel(long epoch, Map<String, String> origin, List<String> sites, Knowledge knowledge) {

    private static final String FORMAT = "isinglass-model-1";

    /** All numbers of a model of lattices are exponents of p: they have no unit. */
    private static final String UNIT = "1";

    private static final DefaultPrettyPrinter LINES =
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    private static final JsonMapper MAPPER = new JsonMapper();

    public SavedModel {
        origin = Map.copyOf(origin);
        sites = List.copyOf(sites);
    }

    private List<Tensor> tensors() {
        return knowledge.parameters().stream().map(Parameter::tensor).toList();
    }

    /** How many numbers it holds. */
    public long numbers() {
        return tensors().stream().mapToLong(tensor -> tensor.values().length).sum();
    }

    /** The file {@code model.safetensors}. */
    public byte[] safetensors() {
        SortedMap<String, String> metadata = new TreeMap<>(origin);
        metadata.put("format", FORMAT);
        metadata.put("epoch", Long.toString(epoch));
        metadata.put("sites", MAPPER.valueToTree(sites).toString());
        return new Safetensors(metadata, tensors()).bytes();
    }

    /** The file {@code model.npz}. */
    public byte[] npz() {
        return Npz.bytes(tensors());
    }

    /** The file {@code model.json}: what the other two hold. */
    public byte[] manifest() {
        ObjectNode node = MAPPER.createObjectNode().put("format", FORMAT).put("epoch", epoch);
        new TreeMap<>(origin).forEach(node::put);
        node.put("digest", HexFormat.of().formatHex(FieldDigest.sha256().digest(safetensors())));
        node.set("sites", MAPPER.valueToTree(sites));
        var entries = node.putArray("tensors");
        for (Parameter parameter : knowledge.parameters()) {
            Tensor tensor = parameter.tensor();
            ObjectNode entry = entries.addObject();
            entry.put("name", tensor.name());
            entry.put("dtype", tensor.type().name());
            entry.set("shape", MAPPER.valueToTree(tensor.shape()));
            entry.put("meaning", parameter.meaning());
            entry.put("unit", UNIT);
            if (!parameter.error().isEmpty()) {
                entry.put("error", parameter.error());
            }
        }
        try {
            return MAPPER.writer(LINES).writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
