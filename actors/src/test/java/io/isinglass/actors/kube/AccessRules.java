package io.isinglass.actors.kube;

import static io.isinglass.actors.kube.Rule.unless;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.Set;
import java.util.stream.Stream;

/** What a node may ask of Kubernetes. */
final class AccessRules {

    private static final Set<String> VERBS = Set.of("get", "list", "watch");

    private AccessRules() {}

    static Stream<String> verbs(Manifests manifests) {
        Stream<String> cluster = manifests.objects().stream()
                .filter(object -> object.getKind().startsWith("ClusterRole"))
                .map(object -> "there must be no " + object.getKind() + ", but there is "
                        + object.getMetadata().getName());
        Stream<String> rules = manifests
                .all(Role.class)
                .flatMap(role -> role.getRules().stream())
                .flatMap(rule -> unless(
                        isHarmless(rule),
                        "a node may {} pods, and not {} {}",
                        VERBS,
                        rule.getVerbs(),
                        rule.getResources()));
        return Stream.concat(cluster, rules);
    }

    private static boolean isHarmless(PolicyRule rule) {
        return VERBS.containsAll(rule.getVerbs())
                && Set.of("pods").containsAll(rule.getResources())
                && Set.of("").containsAll(rule.getApiGroups())
                && rule.getNonResourceURLs().isEmpty();
    }

    static Stream<String> tokens(Manifests manifests) {
        Stream<String> accounts = manifests
                .all(ServiceAccount.class)
                .flatMap(account -> unless(
                        Boolean.FALSE.equals(account.getAutomountServiceAccountToken()),
                        "automountServiceAccountToken of the account must be false: the pod asks for its token"
                                + " itself"));
        boolean bound = manifests
                .all(RoleBinding.class)
                .flatMap(binding -> binding.getSubjects().stream())
                .anyMatch(subject -> subject.getName().equals(manifests.pod().getServiceAccountName()));
        return Stream.concat(
                accounts,
                unless(
                        Boolean.valueOf(bound).equals(manifests.pod().getAutomountServiceAccountToken()),
                        "a pod must have a token if and only if a role is bound to its account"));
    }
}
