package io.isinglass.actors.kube;

import static io.isinglass.actors.kube.Rule.unless;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SleepAction;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the pod and each of its containers must be. */
final class ContainerRules {

    static final long UID = 65532;

    /** The coordinated shutdown of a node takes at most so long, and this is the room to leave. */
    private static final long SHUTDOWN = 20;

    private static final long ROOM = 10;

    private ContainerRules() {}

    static Stream<String> user(Manifests manifests) {
        PodSecurityContext pod = manifests.pod().getSecurityContext();
        return Stream.of(
                        unless(Boolean.TRUE.equals(pod.getRunAsNonRoot()), "runAsNonRoot must be true"),
                        unless(
                                Objects.equals(pod.getRunAsUser(), UID),
                                "runAsUser must be 65532, was {}",
                                pod.getRunAsUser()),
                        unless(
                                pod.getSeccompProfile() != null
                                        && pod.getSeccompProfile().getType().equals("RuntimeDefault"),
                                "seccompProfile must be RuntimeDefault"))
                .flatMap(Function.identity());
    }

    static Stream<String> privileges(Manifests manifests) {
        PodSpec pod = manifests.pod();
        Stream<String> host = unless(
                pod.getHostNetwork() == null && pod.getHostPID() == null && pod.getHostIPC() == null,
                "hostNetwork, hostPID and hostIPC must not be set");
        return Stream.concat(host, each(manifests, container -> {
            SecurityContext security =
                    Objects.requireNonNullElse(container.getSecurityContext(), new SecurityContext());
            return Stream.of(
                            unless(
                                    Boolean.TRUE.equals(security.getReadOnlyRootFilesystem()),
                                    "readOnlyRootFilesystem must be true"),
                            unless(
                                    Boolean.FALSE.equals(security.getAllowPrivilegeEscalation()),
                                    "allowPrivilegeEscalation must be false"),
                            unless(!Boolean.TRUE.equals(security.getPrivileged()), "privileged must not be true"),
                            unless(
                                    security.getCapabilities() != null
                                            && security.getCapabilities()
                                                    .getDrop()
                                                    .equals(List.of("ALL"))
                                            && security.getCapabilities()
                                                    .getAdd()
                                                    .isEmpty(),
                                    "capabilities must be dropped: ALL, and none added"))
                    .flatMap(Function.identity());
        }));
    }

    static Stream<String> resources(Manifests manifests) {
        return each(manifests, container -> {
            ResourceRequirements resources = container.getResources();
            Map<String, Quantity> limits = resources.getLimits();
            return Stream.of(
                            unless(!limits.containsKey("cpu"), "limits.cpu must not be set, was {}", limits.get("cpu")),
                            unless(resources.getRequests().containsKey("cpu"), "requests.cpu must be set"),
                            unless(
                                    limits.containsKey("memory")
                                            && limits.get("memory")
                                                    .equals(resources
                                                            .getRequests()
                                                            .get("memory")),
                                    "limits.memory must be set, and be what is requested"))
                    .flatMap(Function.identity());
        });
    }

    static Stream<String> probes(Manifests manifests) {
        return each(
                manifests,
                container -> Stream.of(
                                probe("startupProbe", container.getStartupProbe(), "/ready"),
                                probe("readinessProbe", container.getReadinessProbe(), "/ready"),
                                probe("livenessProbe", container.getLivenessProbe(), "/alive"))
                        .flatMap(Function.identity()));
    }

    private static Stream<String> probe(String name, Probe probe, String path) {
        return unless(
                probe != null
                        && probe.getHttpGet() != null
                        && path.equals(probe.getHttpGet().getPath())
                        && "management".equals(probe.getHttpGet().getPort().getStrVal()),
                "{} must GET {} on port management, was {}",
                name,
                path,
                probe == null ? "none" : probe.getHttpGet());
    }

    static Stream<String> secrets(Manifests manifests) {
        return each(
                manifests,
                container -> Stream.concat(
                        container.getEnv().stream()
                                .filter(ContainerRules::isSecret)
                                .map(variable -> "a secret must be mounted, and not be in the environment, as "
                                        + variable.getName() + " is"),
                        unless(
                                container.getEnvFrom().stream().allMatch(from -> from.getSecretRef() == null),
                                "a secret must be mounted, and not be in the environment by envFrom")));
    }

    private static boolean isSecret(EnvVar variable) {
        return variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null
                || variable.getName().matches(".*(PASSWORD|SECRET|TOKEN|CREDENTIAL).*");
    }

    static Stream<String> image(Manifests manifests) {
        return each(
                manifests,
                container -> unless(
                        container.getImage().matches(".*[^/]:(?!latest$)[^/:]+"),
                        "an image must have a tag other than latest, was {}",
                        container.getImage()));
    }

    static Stream<String> grace(Manifests manifests) {
        SleepAction sleep = manifests.container().getLifecycle().getPreStop().getSleep();
        if (sleep == null) {
            return Stream.of("preStop must be a sleep: the image has no command");
        }
        long least = sleep.getSeconds() + SHUTDOWN + ROOM;
        Long grace = manifests.pod().getTerminationGracePeriodSeconds();
        return unless(
                grace != null && grace >= least,
                "terminationGracePeriodSeconds must be at least {} (preStop, shutdown and room), was {}",
                least,
                grace);
    }

    static Stream<String> volumes(Manifests manifests) {
        PodSpec pod = manifests.pod();
        Set<String> mounted = pod.getContainers().stream()
                .flatMap(container -> container.getVolumeMounts().stream())
                .map(VolumeMount::getName)
                .collect(Collectors.toSet());
        Set<String> there = pod.getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
        Stream<String> wrong = pod.getVolumes().stream()
                .flatMap(volume -> Stream.concat(
                        unless(volume.getHostPath() == null, "volume {} must not be a hostPath", volume.getName()),
                        unless(
                                volume.getEmptyDir() == null
                                        || volume.getEmptyDir().getSizeLimit() != null,
                                "emptyDir {} must have a sizeLimit",
                                volume.getName())));
        return Stream.concat(wrong, unless(mounted.equals(there), "mounted are {}, but there are {}", mounted, there));
    }

    private static Stream<String> each(Manifests manifests, Function<Container, Stream<String>> rule) {
        return Stream.concat(manifests.pod().getContainers().stream(), manifests.pod().getInitContainers().stream())
                .flatMap(rule);
    }
}
