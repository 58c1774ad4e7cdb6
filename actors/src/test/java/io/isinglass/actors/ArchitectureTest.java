package io.isinglass.actors;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Who may know whom, and what nobody who computes may know: the clock, and chance without an address. */
@AnalyzeClasses(packages = "io.isinglass", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ENGINE = "io.isinglass.engine..";
    private static final String STREAMS = "io.isinglass.streams..";
    private static final String LEARN = "io.isinglass.streams.learn..";
    private static final String CONFIG = "io.isinglass.config..";
    private static final String ACTORS = "io.isinglass.actors..";

    private static final Set<String> CLOCK_AND_CHANCE = Set.of(
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID");

    @ArchTest
    static final ArchRule theEngineKnowsOnlyTheJdk = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ENGINE, "java..", "jdk.incubator.vector..");

    @ArchTest
    static final ArchRule streamsKnowNeitherActorsNorConfig = noClasses()
            .that()
            .resideInAPackage(STREAMS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ACTORS, CONFIG)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule learnersKnowNoAkka = noClasses()
            .that()
            .resideInAPackage(LEARN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule configKnowsNobody = noClasses()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .dependOnClassesThat(resideInAPackage("io.isinglass..").and(resideOutsideOfPackage(CONFIG)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule akkaStaysInStreamsAndActors = noClasses()
            .that()
            .resideOutsideOfPackages(STREAMS, ACTORS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka..");

    @ArchTest
    static final ArchRule whoComputesHasNoRandomStateOfItsOwn = noClasses()
            .that()
            .resideInAnyPackage(ENGINE, LEARN)
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.(util|security)\\..*Random(\\$.*)?|java\\.util\\.random\\..*|java\\.time\\.Clock");

    @ArchTest
    static final ArchRule whoComputesAsksNeitherClockNorChance = noClasses()
            .that()
            .resideInAnyPackage(ENGINE, LEARN)
            .should()
            .accessTargetWhere(describe("it is the clock or chance", ArchitectureTest::isClockOrChance));

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.isinglass.(**)").should().beFreeOfCycles();

    private static boolean isClockOrChance(JavaAccess<?> access) {
        return CLOCK_AND_CHANCE.contains(access.getTargetOwner().getName() + "." + access.getName());
    }
}
