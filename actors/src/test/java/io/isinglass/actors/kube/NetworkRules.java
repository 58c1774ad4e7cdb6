package io.isinglass.actors.kube;

import static io.isinglass.actors.kube.Rule.unless;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may speak with a node, and with whom it may speak. */
final class NetworkRules {

    private static final Set<String> AMONG_NODES = Set.of("artery", "management");

    private NetworkRules() {}

    private static Stream<NetworkPolicySpec> policies(Manifests manifests) {
        return manifests.all(NetworkPolicy.class).map(NetworkPolicy::getSpec);
    }

    static Stream<String> deny(Manifests manifests) {
        return unless(
                policies(manifests)
                        .anyMatch(policy -> policy.getPolicyTypes().containsAll(List.of("Ingress", "Egress"))
                                && policy.getIngress().isEmpty()
                                && policy.getEgress().isEmpty()),
                "one policy must deny all");
    }

    static Stream<String> ingress(Manifests manifests) {
        List<NetworkPolicyIngressRule> rules = policies(manifests)
                .flatMap(policy -> policy.getIngress().stream())
                .toList();
        Set<Integer> allowed = rules.stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getIntVal())
                .collect(Collectors.toSet());
        Set<Integer> declared = Set.copyOf(manifests.ports().values());
        Stream<String> anybody =
                rules.stream().flatMap(rule -> unless(!rule.getFrom().isEmpty(), "nothing may be open to anybody"));
        Stream<String> strangers = rules.stream()
                .filter(rule -> among(rule, manifests))
                .flatMap(rule -> rule.getFrom().stream())
                .flatMap(peer -> unless(isNode(peer, manifests), "only nodes may reach {}", AMONG_NODES));
        return Stream.of(
                        unless(
                                allowed.equals(declared),
                                "policies allow ports {}, containers have {}",
                                allowed,
                                declared),
                        anybody,
                        strangers)
                .flatMap(stream -> stream);
    }

    private static boolean among(NetworkPolicyIngressRule rule, Manifests manifests) {
        return rule.getPorts().stream()
                .map(port -> port.getPort().getIntVal())
                .anyMatch(port -> AMONG_NODES.stream()
                        .anyMatch(name -> port.equals(manifests.ports().get(name))));
    }

    private static boolean isNode(NetworkPolicyPeer peer, Manifests manifests) {
        return peer.getPodSelector() != null
                && peer.getNamespaceSelector() == null
                && !peer.getPodSelector().getMatchLabels().isEmpty()
                && manifests
                        .podLabels()
                        .entrySet()
                        .containsAll(peer.getPodSelector().getMatchLabels().entrySet());
    }

    static Stream<String> egress(Manifests manifests) {
        Set<String> allowed = policies(manifests)
                .flatMap(policy -> policy.getEgress().stream())
                .map(NetworkPolicyEgressRule::getPorts)
                .flatMap(List::stream)
                .map(NetworkRules::text)
                .collect(Collectors.toSet());
        Map<String, Integer> ports = manifests.ports();
        Stream<String> peers = AMONG_NODES.stream().map(name -> "TCP " + ports.get(name));
        Stream<String> needed = Stream.concat(peers, Stream.of("UDP 53", "TCP 53", "TCP 443", "TCP 6443"));
        return needed.flatMap(port -> unless(allowed.contains(port), "a node must reach {}, may {}", port, allowed));
    }

    private static String text(NetworkPolicyPort port) {
        return Objects.requireNonNullElse(port.getProtocol(), "TCP") + " "
                + port.getPort().getIntVal();
    }

    /** Whether a node may open a connection to this port somewhere. */
    static boolean reaches(Manifests manifests, int port) {
        return policies(manifests)
                .flatMap(policy -> policy.getEgress().stream())
                .flatMap(rule -> rule.getPorts().stream())
                .anyMatch(allowed -> allowed.getPort().getIntVal() == port);
    }
}
