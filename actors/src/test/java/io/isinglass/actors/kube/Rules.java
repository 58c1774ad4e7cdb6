package io.isinglass.actors.kube;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules of our manifests. */
final class Rules {

    static final Map<String, Rule> CATALOG = new TreeMap<>(Map.ofEntries(
            Map.entry("nobody is root", ContainerRules::user),
            Map.entry("nothing is written but what is mounted to be", ContainerRules::privileges),
            Map.entry("memory is bounded, and processor time is not", ContainerRules::resources),
            Map.entry("probes ask the management port", ContainerRules::probes),
            Map.entry("secrets are files", ContainerRules::secrets),
            Map.entry("an image has a version", ContainerRules::image),
            Map.entry("the grace period is long enough", ContainerRules::grace),
            Map.entry("volumes are bounded, and mounted", ContainerRules::volumes),
            Map.entry("selectors select our pods", WiringRules::selectors),
            Map.entry("ports are there", WiringRules::ports),
            Map.entry("whatever is spoken of exists", WiringRules::references),
            Map.entry("the majority survives", ReplicaRules::majority),
            Map.entry("replicas have one owner", ReplicaRules::owner),
            Map.entry("nodes are spread", ReplicaRules::spread),
            Map.entry("nobody may speak with a node but by permission", NetworkRules::deny),
            Map.entry("every port has its callers", NetworkRules::ingress),
            Map.entry("a node reaches what it needs", NetworkRules::egress),
            Map.entry("a node may list pods and nothing else", AccessRules::verbs),
            Map.entry("tokens go where they are needed", AccessRules::tokens),
            Map.entry("settings are those of the manifests", SettingsRules::agree)));

    private Rules() {}

    /** All that is wrong with them. */
    static List<String> breaches(Manifests manifests) {
        return CATALOG.entrySet().stream()
                .flatMap(rule -> rule.getValue().breaches(manifests).map(breach -> rule.getKey() + ": " + breach))
                .toList();
    }
}
