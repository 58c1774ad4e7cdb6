package io.isinglass.actors.cluster;

import io.isinglass.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What Akka must be told so that a node can be one of many: {@code cluster.conf}, and what the settings add. */
final class ClusterConfig {

    private ClusterConfig() {}

    static String protocol() {
        return "akka";
    }

    /** As text that goes over {@code application.conf}. */
    static String of(Settings.Cluster settings) {
        List<String> lines = new ArrayList<>();
        lines.add("include classpath(\"cluster.conf\")");
        lines.add("akka.remote.artery.canonical.hostname = " + quoted(settings.host()));
        lines.add("akka.remote.artery.canonical.port = " + settings.port());
        lines.add("akka.cluster.roles = "
                + settings.roles().stream().map(ClusterConfig::quoted).collect(Collectors.joining(", ", "[", "]")));
        lines.add("akka.management.http.hostname = "
                + quoted(settings.management().host()));
        lines.add("akka.management.http.port = " + settings.management().port());
        lines.add("akka.management.cluster.bootstrap.contact-point-discovery.service-name = "
                + quoted(settings.serviceName()));
        lines.add("akka.management.cluster.bootstrap.contact-point-discovery.required-contact-point-nr = "
                + settings.requiredContactPoints());
        lines.add("akka.discovery.kubernetes-api.pod-label-selector = " + quoted(settings.podLabelSelector()));
        if (!settings.appVersion().isEmpty()) {
            lines.add("akka.cluster.app-version = " + quoted(settings.appVersion()));
        }
        if (!settings.tls().isEmpty()) {
            lines.addAll(tls(settings.tls()));
        }
        return String.join("\n", lines);
    }

    private static List<String> tls(String folder) {
        String keys = "akka.remote.artery.ssl.rotating-keys-engine.";
        return List.of(
                "akka.remote.artery.transport = tls-tcp",
                keys + "secret-mount-point = " + quoted(folder),
                keys + "key-file = " + quoted(folder + "/tls.key"),
                keys + "cert-file = " + quoted(folder + "/tls.crt"),
                keys + "ca-cert-file = " + quoted(folder + "/ca.crt"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
