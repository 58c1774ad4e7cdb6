package io.isinglass.actors.kube;

import java.util.List;

/** A change of the rendered YAML, each where it stands, that breaks one rule and no other. */
record Breach(String rule, String overlay, String from, String to) {

    private static final String BASE = "base";
    private static final String LOCAL = "overlays/local";
    private static final String PRODUCTION = "overlays/production";

    static final List<Breach> ALL = List.of(
            new Breach("nobody is root", BASE, "runAsNonRoot: true", "runAsNonRoot: false"),
            new Breach("nobody is root", BASE, "runAsUser: 65532", "runAsUser: 0"),
            new Breach("nobody is root", BASE, "type: RuntimeDefault", "type: Unconfined"),
            new Breach(
                    "nothing is written but what is mounted to be",
                    BASE,
                    "readOnlyRootFilesystem: true",
                    "readOnlyRootFilesystem: false"),
            new Breach(
                    "nothing is written but what is mounted to be",
                    BASE,
                    "allowPrivilegeEscalation: false",
                    "allowPrivilegeEscalation: true"),
            new Breach("nothing is written but what is mounted to be", BASE, "- ALL", "- NET_RAW"),
            new Breach(
                    "nothing is written but what is mounted to be",
                    BASE,
                    "enableServiceLinks: false",
                    "hostNetwork: true"),
            new Breach("memory is bounded, and processor time is not", BASE, "limits:", "limits:\n            cpu: 2"),
            new Breach("memory is bounded, and processor time is not", BASE, "cpu: \"2\"", "nvidia.com/gpu: \"2\""),
            new Breach(
                    "memory is bounded, and processor time is not",
                    BASE,
                    "memory: 4Gi\n        securityContext",
                    "memory: 5Gi\n        securityContext"),
            new Breach("probes ask the management port", BASE, "port: management", "port: http"),
            new Breach("probes ask the management port", BASE, "path: /alive", "path: /ready"),
            new Breach(
                    "probes ask the management port",
                    BASE,
                    "port: management\n          periodSeconds: 5",
                    "port: artery\n          periodSeconds: 5"),
            new Breach("secrets are files", BASE, "        - name: POD_IP\n", """
                        - name: WORD
                          valueFrom:
                            secretKeyRef:
                              key: a
                              name: b
                        - name: POD_IP
                """),
            new Breach(
                    "secrets are files",
                    BASE,
                    "        - name: POD_IP\n",
                    "        - name: JOURNAL_PASSWORD\n          value: x\n        - name: POD_IP\n"),
            new Breach(
                    "secrets are files",
                    BASE,
                    "        env:",
                    "        envFrom:\n        - secretRef:\n            name: x\n        env:"),
            new Breach("an image has a version", BASE, "isinglass:0.1.0", "isinglass:latest"),
            new Breach("an image has a version", BASE, "isinglass:0.1.0", "registry:5000/isinglass"),
            new Breach(
                    "the grace period is long enough",
                    BASE,
                    "terminationGracePeriodSeconds: 40",
                    "terminationGracePeriodSeconds: 30"),
            new Breach(
                    "the grace period is long enough",
                    BASE,
                    "sleep:\n              seconds: 5",
                    "sleep:\n              seconds: 15"),
            new Breach(
                    "the grace period is long enough",
                    BASE,
                    "sleep:\n              seconds: 5",
                    "exec:\n              command: [sleep]"),
            new Breach(
                    "volumes are bounded, and mounted", BASE, "emptyDir:\n          sizeLimit: 256Mi", "emptyDir: {}"),
            new Breach(
                    "volumes are bounded, and mounted",
                    BASE,
                    "emptyDir:\n          sizeLimit: 256Mi",
                    "hostPath:\n          path: /tmp"),
            new Breach(
                    "volumes are bounded, and mounted",
                    BASE,
                    "mountPath: /tmp\n          name: tmp",
                    "mountPath: /tmp\n          name: temp"),
            new Breach(
                    "selectors select our pods",
                    BASE,
                    "  selector:\n    app.kubernetes.io/name: isinglass",
                    "  selector:\n    app: isinglass"),
            new Breach(
                    "selectors select our pods",
                    BASE,
                    "matchLabels:\n      app.kubernetes.io/name: isinglass\n  unhealthy",
                    "matchLabels:\n      app.kubernetes.io/name: other\n  unhealthy"),
            new Breach("ports are there", BASE, "targetPort: http", "targetPort: web"),
            new Breach(
                    "ports are there",
                    PRODUCTION,
                    "path: /metrics\n    port: http",
                    "path: /metrics\n    port: metrics"),
            new Breach(
                    "whatever is spoken of exists", BASE, "kind: Role\n  name: isinglass", "kind: Role\n  name: other"),
            new Breach(
                    "whatever is spoken of exists",
                    PRODUCTION,
                    "secretName: isinglass-node",
                    "secretName: isinglass-nodes"),
            new Breach("whatever is spoken of exists", LOCAL, "claimName: isinglass", "claimName: other"),
            new Breach("the majority survives", BASE, "maxUnavailable: 1", "maxUnavailable: 2"),
            new Breach("the majority survives", BASE, "maxUnavailable: 0", "maxUnavailable: 1"),
            new Breach("the majority survives", LOCAL, "type: Recreate", "type: RollingUpdate"),
            new Breach("replicas have one owner", PRODUCTION, "revisionHistoryLimit: 5", "replicas: 3"),
            new Breach("nodes are spread", BASE, "topologyKey: kubernetes.io/hostname", "topologyKey: rack"),
            new Breach(
                    "nobody may speak with a node but by permission",
                    BASE,
                    "  - Ingress\n  - Egress\n---",
                    "  - Egress\n---"),
            new Breach("every port has its callers", BASE, "port: 8080", "port: 8081"),
            new Breach("a node reaches what it needs", BASE, "port: 6443", "port: 6444"),
            new Breach("a node may list pods and nothing else", BASE, "- watch", "- delete"),
            new Breach("a node may list pods and nothing else", BASE, "- pods\n", "- secrets\n"),
            new Breach(
                    "tokens go where they are needed",
                    BASE,
                    "automountServiceAccountToken: true",
                    "automountServiceAccountToken: false"),
            new Breach(
                    "tokens go where they are needed",
                    BASE,
                    "automountServiceAccountToken: false",
                    "automountServiceAccountToken: true"),
            new Breach("settings are those of the manifests", BASE, "port = 25520", "port = 25521"),
            new Breach(
                    "settings are those of the manifests",
                    BASE,
                    "required-contact-points = 2",
                    "required-contact-points = 1"),
            new Breach(
                    "settings are those of the manifests",
                    BASE,
                    "path: secret/journal-password",
                    "path: secret/password"),
            new Breach("settings are those of the manifests", PRODUCTION, "path: tls/ca.crt", "path: tls/ca.pem"),
            new Breach(
                    "settings are those of the manifests",
                    LOCAL,
                    "mountPath: /var/lib/isinglass",
                    "mountPath: /var/lib/isingglass"));
}
