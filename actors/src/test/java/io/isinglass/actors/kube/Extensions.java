package io.isinglass.actors.kube;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;

/** The kinds of objects that operators bring, with no more of their fields than our manifests use. */
final class Extensions {

    static final Map<String, Class<?>> SPECS = Map.of(
            "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class,
            "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
            "cert-manager.io/v1 Issuer", Issuer.class,
            "cert-manager.io/v1 Certificate", Certificate.class);

    private Extensions() {}

    record PodMonitor(LabelSelector selector, List<Endpoint> podMetricsEndpoints) {}

    record Endpoint(String port, String path, String interval) {}

    record PrometheusRule(List<Group> groups) {}

    record Group(String name, List<Alert> rules) {}

    record Alert(
            String alert,
            String expr,
            @JsonProperty("for") String lasting,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    record Issuer(Authority ca, Map<String, String> selfSigned) {}

    record Authority(String secretName) {}

    record Certificate(
            @JsonProperty("isCA") boolean authority,
            String commonName,
            List<String> dnsNames,
            String secretName,
            String duration,
            String renewBefore,
            List<String> usages,
            PrivateKey privateKey,
            Reference issuerRef) {}

    record PrivateKey(String algorithm, int size, String encoding, String rotationPolicy) {}

    record Reference(String name, String kind) {}
}
