package io.isinglass.actors.kube;

import static io.isinglass.actors.kube.Rule.unless;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file of settings, and what the manifests say of the same things. */
final class SettingsRules {

    private static final String FOLDER = "/etc/isinglass/";

    private SettingsRules() {}

    static Stream<String> agree(Manifests manifests) {
        Config settings = settings(manifests).getConfig("isinglass");
        return Stream.of(
                        started(manifests),
                        ports(manifests, settings),
                        cluster(manifests, settings),
                        store(manifests, settings))
                .flatMap(stream -> stream);
    }

    /** As a node reads them whose address is 10.0.0.1. */
    static Config settings(Manifests manifests) {
        try {
            Path folder = Files.createTempDirectory("settings");
            Path file = manifests.writeSettings(folder);
            Config pod = ConfigFactory.parseMap(Map.of("POD_IP", "10.0.0.1", "ISINGLASS_APP_VERSION", "1"));
            Config read = ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
            return read.resolveWith(pod);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> started(Manifests manifests) {
        List<String> arguments = List.of("serve", "--config", FOLDER + "isinglass.conf");
        boolean mounted = manifests.container().getVolumeMounts().stream()
                .anyMatch(mount -> (mount.getMountPath() + "/").equals(FOLDER));
        return unless(
                mounted && manifests.container().getArgs().equals(arguments),
                "a node must be started with {}, was with {}",
                arguments,
                manifests.container().getArgs());
    }

    private static Stream<String> ports(Manifests manifests, Config settings) {
        Map<String, Integer> spoken = Map.of(
                "http", settings.getInt("http.port"),
                "artery", settings.getInt("cluster.port"),
                "management", settings.getInt("cluster.management.port"));
        return unless(
                spoken.equals(manifests.ports()), "settings have ports {}, containers {}", spoken, manifests.ports());
    }

    private static Stream<String> cluster(Manifests manifests, Config settings) {
        int contacts = settings.getInt("cluster.required-contact-points");
        int floor = manifests.floor();
        String selector = settings.getString("cluster.pod-label-selector");
        String tls = settings.getString("cluster.tls");
        Set<String> keys = Set.of(tls + "/tls.key", tls + "/tls.crt", tls + "/ca.crt");
        return Stream.of(
                        unless(
                                2 * contacts > floor && contacts <= floor,
                                "required-contact-points must be more than half of {}, and no more, was {}",
                                floor,
                                contacts),
                        unless(
                                manifests.podLabels().entrySet().stream()
                                        .anyMatch(label -> selector.equals(label.getKey() + "=" + label.getValue())),
                                "pod-label-selector is {}, but pods are labelled {}",
                                selector,
                                manifests.podLabels()),
                        unless(settings.getString("cluster.host").equals("10.0.0.1"), "cluster.host must be the pod's"),
                        unless(
                                settings.getString("cluster.management.host").equals("10.0.0.1"),
                                "cluster.management.host must be the pod's"),
                        unless(
                                tls.isEmpty() || files(manifests).containsAll(keys),
                                "{} must be mounted, are {}",
                                keys,
                                files(manifests)))
                .flatMap(stream -> stream);
    }

    private static Stream<String> store(Manifests manifests, Config settings) {
        String path = settings.getString("store.path");
        String url = settings.getString("store.journal.url");
        String password = settings.getString("store.journal.password-file");
        boolean writable = manifests.container().getVolumeMounts().stream()
                .anyMatch(mount -> mount.getMountPath().equals(path) && !Boolean.TRUE.equals(mount.getReadOnly()));
        return Stream.of(
                        unless(path.isEmpty() || writable, "store.path {} must be mounted, and writable", path),
                        unless(path.isEmpty() != url.isEmpty(), "there must be either a store.path or a journal.url"),
                        unless(
                                path.isEmpty() || manifests.floor() == 1,
                                "a folder is the store of one node, but there are {}",
                                manifests.floor()),
                        unless(
                                url.isEmpty() || NetworkRules.reaches(manifests, port(url)),
                                "a node must reach port {} of the database",
                                url),
                        unless(
                                password.isEmpty() || files(manifests).contains(password),
                                "{} must be mounted, are {}",
                                password,
                                files(manifests)))
                .flatMap(stream -> stream);
    }

    private static int port(String url) {
        return url.isEmpty() ? 0 : URI.create(url.substring("jdbc:".length())).getPort();
    }

    /** The paths of secrets in the container. */
    private static Set<String> files(Manifests manifests) {
        return manifests.pod().getVolumes().stream()
                .filter(volume -> volume.getProjected() != null)
                .flatMap(volume -> volume.getProjected().getSources().stream())
                .map(VolumeProjection::getSecret)
                .filter(secret -> secret != null)
                .flatMap(secret -> secret.getItems().stream())
                .map(KeyToPath::getPath)
                .map(FOLDER::concat)
                .collect(Collectors.toSet());
    }
}
