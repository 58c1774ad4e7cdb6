package io.isinglass.actors.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that one {@code kubectl apply} sends. */
record Manifests(List<HasMetadata> objects) {

    static final Path FOLDER = Path.of("..", "k8s").toAbsolutePath().normalize();

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IOException if an object is not of its kind, saying which field */
    static Manifests read(String yaml) throws IOException {
        return new Manifests(List.copyOf(Strict.read(yaml)));
    }

    <T> Stream<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The objects of an operator's kind, as JSON. */
    Stream<JsonNode> extensions(String kind) {
        return all(GenericKubernetesResource.class)
                .filter(object -> object.getKind().equals(kind))
                .map(JSON::<JsonNode>valueToTree);
    }

    boolean has(String kind, String name) {
        return objects.stream()
                .anyMatch(object -> object.getKind().equals(kind)
                        && object.getMetadata().getName().equals(name));
    }

    Deployment deployment() {
        return all(Deployment.class).findFirst().orElseThrow();
    }

    PodSpec pod() {
        return deployment().getSpec().getTemplate().getSpec();
    }

    Map<String, String> podLabels() {
        return deployment().getSpec().getTemplate().getMetadata().getLabels();
    }

    Container container() {
        return pod().getContainers().getFirst();
    }

    /** The ports of the container by their names. */
    Map<String, Integer> ports() {
        return container().getPorts().stream().collect(Collectors.toMap(p -> p.getName(), p -> p.getContainerPort()));
    }

    /** The number of pods that there are at least, when all is well. */
    int floor() {
        return all(HorizontalPodAutoscaler.class)
                .map(scaler -> scaler.getSpec().getMinReplicas())
                .findFirst()
                .or(() ->
                        Stream.ofNullable(deployment().getSpec().getReplicas()).findFirst())
                .orElse(1);
    }

    /** Writes the settings of a node as they lie in its container, and returns the file that it is started with. */
    Path writeSettings(Path folder) throws IOException {
        for (ConfigMap map : all(ConfigMap.class).toList()) {
            if (map.getData().containsKey("isinglass.conf")) {
                for (Map.Entry<String, String> file : map.getData().entrySet()) {
                    Files.writeString(folder.resolve(file.getKey()), file.getValue());
                }
            }
        }
        return folder.resolve("isinglass.conf");
    }
}
