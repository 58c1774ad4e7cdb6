package io.isinglass.actors.kube;

import static io.isinglass.actors.kube.Rule.unless;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** How objects speak of one another. */
final class WiringRules {

    /** The secret that whoever deploys makes by hand. */
    private static final String BY_HAND = "isinglass";

    private WiringRules() {}

    static Stream<String> selectors(Manifests manifests) {
        Map<String, Map<String, String>> selectors = new HashMap<>();
        selectors.put("Deployment", labels(manifests.deployment().getSpec().getSelector()));
        manifests
                .all(Service.class)
                .forEach(s -> selectors.put(
                        s.getFullResourceName() + " " + s.getMetadata().getName(),
                        s.getSpec().getSelector()));
        manifests
                .all(PodDisruptionBudget.class)
                .forEach(b ->
                        selectors.put("PodDisruptionBudget", labels(b.getSpec().getSelector())));
        manifests
                .all(NetworkPolicy.class)
                .forEach(p -> selectors.put(
                        "NetworkPolicy " + p.getMetadata().getName(),
                        labels(p.getSpec().getPodSelector())));
        manifests
                .extensions("PodMonitor")
                .forEach(m -> selectors.put("PodMonitor", labels(m.at("/spec/selector/matchLabels"))));
        manifests
                .pod()
                .getTopologySpreadConstraints()
                .forEach(c -> selectors.put(c.getTopologyKey(), labels(c.getLabelSelector())));
        Map<String, String> pod = manifests.podLabels();
        return selectors.entrySet().stream()
                .flatMap(entry -> unless(
                        !entry.getValue().isEmpty()
                                && pod.entrySet().containsAll(entry.getValue().entrySet()),
                        "{} selects {}, but pods are labelled {}",
                        entry.getKey(),
                        entry.getValue(),
                        pod));
    }

    private static Map<String, String> labels(LabelSelector selector) {
        return selector == null ? Map.of() : selector.getMatchLabels();
    }

    private static Map<String, String> labels(JsonNode node) {
        Map<String, String> labels = new HashMap<>();
        node.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    static Stream<String> ports(Manifests manifests) {
        List<String> spoken = new ArrayList<>();
        manifests
                .all(Service.class)
                .flatMap(service -> service.getSpec().getPorts().stream())
                .map(ServicePort::getTargetPort)
                .forEach(port -> spoken.add(Objects.toString(port.getStrVal(), "a number")));
        manifests
                .extensions("PodMonitor")
                .flatMap(monitor -> monitor.at("/spec/podMetricsEndpoints").valueStream())
                .forEach(endpoint -> spoken.add(endpoint.path("port").asText()));
        Map<String, Integer> there = manifests.ports();
        return spoken.stream()
                .flatMap(name -> unless(there.containsKey(name), "there is no port {}, only {}", name, there));
    }

    static Stream<String> references(Manifests manifests) {
        Stream<String> account =
                exists(manifests, "ServiceAccount", manifests.pod().getServiceAccountName());
        Stream<String> volumes = manifests.pod().getVolumes().stream().flatMap(volume -> volume(manifests, volume));
        Stream<String> roles = manifests
                .all(RoleBinding.class)
                .flatMap(binding -> Stream.concat(
                        exists(
                                manifests,
                                binding.getRoleRef().getKind(),
                                binding.getRoleRef().getName()),
                        binding.getSubjects().stream()
                                .flatMap(subject -> exists(manifests, subject.getKind(), subject.getName()))));
        Stream<String> scaled = manifests
                .all(HorizontalPodAutoscaler.class)
                .map(scaler -> scaler.getSpec().getScaleTargetRef())
                .flatMap(target -> exists(manifests, target.getKind(), target.getName()));
        Stream<String> issuers = manifests
                .extensions("Certificate")
                .map(certificate -> certificate.at("/spec/issuerRef"))
                .flatMap(issuer -> exists(
                        manifests,
                        issuer.path("kind").asText(),
                        issuer.path("name").asText()));
        return Stream.of(account, volumes, roles, scaled, issuers).flatMap(stream -> stream);
    }

    private static Stream<String> volume(Manifests manifests, Volume volume) {
        List<VolumeProjection> sources = volume.getProjected() == null
                ? List.of()
                : volume.getProjected().getSources();
        Stream<String> maps = sources.stream()
                .map(VolumeProjection::getConfigMap)
                .filter(Objects::nonNull)
                .map(ConfigMapProjection::getName)
                .flatMap(name -> exists(manifests, "ConfigMap", name));
        Stream<String> secrets = sources.stream()
                .map(VolumeProjection::getSecret)
                .filter(Objects::nonNull)
                .map(SecretProjection::getName)
                .flatMap(name -> unless(hasSecret(manifests, name), "there is no Secret {}", name));
        Stream<String> claims = Stream.ofNullable(volume.getPersistentVolumeClaim())
                .flatMap(claim -> exists(manifests, "PersistentVolumeClaim", claim.getClaimName()));
        return Stream.of(maps, secrets, claims).flatMap(stream -> stream);
    }

    private static boolean hasSecret(Manifests manifests, String name) {
        return name.equals(BY_HAND)
                || manifests.has("Secret", name)
                || manifests
                        .extensions("Certificate")
                        .anyMatch(certificate ->
                                certificate.at("/spec/secretName").asText().equals(name));
    }

    private static Stream<String> exists(Manifests manifests, String kind, String name) {
        return unless(manifests.has(kind, name), "there is no {} {}", kind, name);
    }
}
