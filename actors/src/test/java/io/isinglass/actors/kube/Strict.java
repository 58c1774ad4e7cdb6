package io.isinglass.actors.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The objects in a YAML text, read so that whatever Kubernetes would drop or refuse is refused here. */
final class Strict {

    /*
     * The models keep fields they do not know in a map, by an "any setter". Without those setters Jackson itself refuses
     * an unknown field, and tells its path.
     */
    private static final JacksonAnnotationIntrospector NOTHING_ELSE = new JacksonAnnotationIntrospector() {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return null;
        }
    };

    private static final ObjectMapper MODELS = JsonMapper.builder()
            .annotationIntrospector(NOTHING_ELSE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final KubernetesSerialization KINDS = new KubernetesSerialization();

    private Strict() {}

    static List<HasMetadata> read(String yaml) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (documents.hasNextValue()) {
                objects.add(object(documents.nextValue()));
            }
        }
        return objects;
    }

    private static HasMetadata object(JsonNode node) throws IOException {
        String version = node.path("apiVersion").asText();
        String kind = node.path("kind").asText();
        try {
            Class<? extends KubernetesResource> model = KINDS.getRegisteredKubernetesResource(version, kind);
            if (model != null) {
                return (HasMetadata) MODELS.treeToValue(node, model);
            }
            return extension(node, version + " " + kind);
        } catch (JsonProcessingException e) {
            throw new IOException(kind + " " + node.at("/metadata/name").asText() + ": " + e.getMessage(), e);
        }
    }

    /** An object of an operator. */
    private static HasMetadata extension(JsonNode node, String kind) throws IOException {
        Class<?> spec = Extensions.SPECS.get(kind);
        if (spec == null) {
            throw new IOException("there is no such kind of object: " + kind);
        }
        Set<String> known = Set.of("apiVersion", "kind", "metadata", "spec");
        for (var field : node.properties()) {
            if (!known.contains(field.getKey())) {
                throw new IOException(kind + ": unrecognized field " + field.getKey());
            }
        }
        MODELS.treeToValue(node.path("metadata"), ObjectMeta.class);
        MODELS.treeToValue(node.path("spec"), spec);
        return new ObjectMapper().treeToValue(node, GenericKubernetesResource.class);
    }
}
