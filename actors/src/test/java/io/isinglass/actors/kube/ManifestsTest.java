package io.isinglass.actors.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests as kubectl renders them: Kubernetes would take them, and they are what we want them to be. */
class ManifestsTest {

    private static final Map<String, String> RENDERED = new TreeMap<>();

    @BeforeAll
    static void render() throws Exception {
        for (String name : List.of("base", "overlays/local", "overlays/production")) {
            RENDERED.put(name, Kubectl.kustomize(Manifests.FOLDER.resolve(name)));
        }
    }

    private static Manifests manifests(String name) throws IOException {
        return Manifests.read(RENDERED.get(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/local", "overlays/production"})
    void everyObjectIsOfItsKindAndEveryRuleHolds(String name) throws Exception {
        assertEquals(List.of(), Rules.breaches(manifests(name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: | replcas: | replcas",
                "readinessProbe: | readynessProbe: | readynessProbe",
                "targetPort: | targetport: | targetport",
                "podSelector: | podselector: | podselector",
                "verbs: | verb: | verb",
                "replicas: 3 | replicas: \"3\" | replicas",
                "sizeLimit: | limit: | limit",
                "kind: NetworkPolicy | kind: NetworkPolicies | NetworkPolicies",
                "- name: POD_IP | - name: 5 | EnvVar",
            })
    void whatKubernetesDoesNotKnowIsRefused(String from, String to, String told) {
        String broken = changed("base", from, to);
        IOException refused = assertThrows(IOException.class, () -> Manifests.read(broken));
        assertTrue(refused.getMessage().contains(told), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"podMetricsEndpoints: | endpoints:", "expr: | expression:", "isCA: | ca:"})
    void whatOperatorsDoNotKnowIsRefusedToo(String from, String to) {
        String broken = changed("overlays/production", from, to);
        assertThrows(IOException.class, () -> Manifests.read(broken));
    }

    @Test
    void aFieldThatIsThereTwiceIsRefused() {
        String broken = changed("base", "minReadySeconds: 15", "minReadySeconds: 15\n  minReadySeconds: 1");
        assertThrows(IOException.class, () -> Manifests.read(broken));
    }

    static List<Breach> breaches() {
        return Breach.ALL;
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void aBreachIsTold(Breach breach) throws Exception {
        Manifests broken = Manifests.read(changed(breach.overlay(), breach.from(), breach.to()));
        List<String> told = Rules.breaches(broken);
        assertEquals(
                Set.of(breach.rule()),
                told.stream().map(text -> text.split(": ")[0]).collect(Collectors.toSet()),
                told.toString());
    }

    @Test
    void noRuleIsWithoutABreach() {
        assertEquals(
                Rules.CATALOG.keySet(), Breach.ALL.stream().map(Breach::rule).collect(Collectors.toSet()));
    }

    private static String changed(String overlay, String from, String to) {
        String rendered = RENDERED.get(overlay);
        String changed = rendered.replace(from, to);
        assertNotEquals(rendered, changed, "there is no \"" + from + "\" to change in " + overlay);
        return changed;
    }

    @Test
    void theImageIsThatOfTheManifests() throws Exception {
        String recipe = Files.readString(Manifests.FOLDER.resolve("Dockerfile"));
        Manifests manifests = manifests("base");
        Set<Integer> exposed = Arrays.stream(line(recipe, "EXPOSE").split(" "))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(manifests.ports().values()), exposed);
        assertEquals(ContainerRules.UID + ":" + ContainerRules.UID, line(recipe, "USER"));
        assertEquals("isinglass:" + version(), manifests.container().getImage());
    }

    private static String version() throws IOException {
        Matcher version =
                Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("..", "pom.xml")));
        assertTrue(version.find());
        return version.group(1);
    }

    private static String line(String recipe, String instruction) {
        return recipe.lines()
                .filter(line -> line.startsWith(instruction + " "))
                .findFirst()
                .orElseThrow()
                .substring(instruction.length() + 1);
    }

    @Test
    void everyMetricThatIsLookedAtIsDocumented() throws Exception {
        String read = Files.readString(Manifests.FOLDER.resolve("README.md"));
        Matcher names = Pattern.compile("\\bisinglass_[a-z_]+").matcher(RENDERED.get("overlays/production"));
        Set<String> missing = names.results()
                .map(match -> match.group())
                .filter(name -> !read.contains("`" + name + "`"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing);
    }
}
