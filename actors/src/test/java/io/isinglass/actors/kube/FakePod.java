package io.isinglass.actors.kube;

import java.util.List;
import java.util.Map;

/** A pod as the API of Kubernetes tells of it, with a container that has the ports of ours. */
public record FakePod(
        String name, String address, Map<String, String> labels, int artery, int management, State state) {

    /** How far a pod is in its life. */
    public enum State {
        PENDING,
        RUNNING,
        LEAVING
    }

    /** A running pod of ours. */
    public static FakePod node(String address) {
        return new FakePod(
                "isinglass-" + address,
                address,
                Map.of("app.kubernetes.io/name", "isinglass"),
                25520,
                8558,
                State.RUNNING);
    }

    public FakePod in(State other) {
        return new FakePod(name, address, labels, artery, management, other);
    }

    public FakePod labelled(Map<String, String> others) {
        return new FakePod(name, address, others, artery, management, state);
    }

    /** Whether it has the one label of a selector such as {@code app=isinglass}; all have that of an empty one. */
    boolean isLabelled(String selector) {
        return selector.isEmpty()
                || labels.entrySet().stream()
                        .anyMatch(label -> selector.equals(label.getKey() + "=" + label.getValue()));
    }

    Map<String, Object> json() {
        return Map.of("metadata", metadata(), "spec", Map.of("containers", List.of(container())), "status", status());
    }

    private Map<String, Object> metadata() {
        Map<String, Object> lasting = Map.of("name", name, "namespace", FakeKubernetes.NAMESPACE, "labels", labels);
        if (state != State.LEAVING) {
            return lasting;
        }
        return Map.of("name", name, "labels", labels, "deletionTimestamp", "2026-01-01T00:00:00Z");
    }

    private Map<String, Object> container() {
        return Map.of("name", "isinglass", "ports", List.of(port("artery", artery), port("management", management)));
    }

    private static Map<String, Object> port(String name, int number) {
        return Map.of("name", name, "containerPort", number, "protocol", "TCP");
    }

    private Map<String, Object> status() {
        if (state == State.PENDING) {
            return Map.of("phase", "Pending");
        }
        return Map.of(
                "phase",
                "Running",
                "podIP",
                address,
                "containerStatuses",
                List.of(Map.of("name", "isinglass", "state", Map.of("running", Map.of()))));
    }
}
