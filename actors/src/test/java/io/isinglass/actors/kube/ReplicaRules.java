package io.isinglass.actors.kube;

import static io.isinglass.actors.kube.Rule.unless;

import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Objects;
import java.util.stream.Stream;

/** How many nodes there are, and how many may be missing. */
final class ReplicaRules {

    private ReplicaRules() {}

    /** A part of the cluster that is not its majority ends itself, so fewer than half may be taken away on purpose. */
    static Stream<String> majority(Manifests manifests) {
        int floor = manifests.floor();
        long budgets = manifests.all(PodDisruptionBudget.class).count();
        DeploymentStrategy strategy = manifests.deployment().getSpec().getStrategy();
        if (floor == 1) {
            return Stream.concat(
                    unless(budgets == 0, "a budget for a single pod keeps its node from being drained"),
                    unless(
                            strategy.getType().equals("Recreate"),
                            "a single node has its store for itself, so strategy must be Recreate"));
        }
        Stream<String> drained = manifests
                .all(PodDisruptionBudget.class)
                .map(budget -> budget.getSpec().getMaxUnavailable())
                .flatMap(most -> unless(
                        most != null
                                && most.getIntVal() != null
                                && most.getIntVal() >= 1
                                && 2 * most.getIntVal() < floor,
                        "maxUnavailable must be a number from 1 to less than half of {} pods, was {}",
                        floor,
                        most));
        return Stream.of(
                        unless(floor >= 3, "there must be 1 pod, or 3 or more, were {}", floor),
                        unless(budgets == 1, "there must be one PodDisruptionBudget, were {}", budgets),
                        drained,
                        unless(
                                strategy.getType().equals("RollingUpdate")
                                        && Objects.equals(
                                                strategy.getRollingUpdate()
                                                        .getMaxUnavailable()
                                                        .getIntVal(),
                                                0)
                                        && Objects.equals(
                                                strategy.getRollingUpdate()
                                                        .getMaxSurge()
                                                        .getIntVal(),
                                                1),
                                "a rollout must add one pod before it takes one away"))
                .flatMap(stream -> stream);
    }

    static Stream<String> owner(Manifests manifests) {
        Integer replicas = manifests.deployment().getSpec().getReplicas();
        boolean scaled = manifests.all(HorizontalPodAutoscaler.class).findAny().isPresent();
        return unless(
                scaled == (replicas == null),
                "replicas must be set either by the Deployment or by an autoscaler, was {}",
                replicas);
    }

    static Stream<String> spread(Manifests manifests) {
        return unless(
                manifests.pod().getTopologySpreadConstraints().stream()
                        .anyMatch(constraint -> constraint.getTopologyKey().equals("kubernetes.io/hostname")),
                "pods must be spread over machines");
    }
}
