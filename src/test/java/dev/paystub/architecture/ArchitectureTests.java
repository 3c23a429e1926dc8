package dev.paystub.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static java.util.stream.Collectors.groupingBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Workers;
import dev.paystub.kernel.ControlPlane;
import jakarta.persistence.Entity;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.springframework.data.repository.Repository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules of docs/architecture.md that classes can be checked against. */
@AnalyzeClasses(packages = "dev.paystub", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String[] CORE = {
        "dev.paystub.catalog",
        "dev.paystub.invoice",
        "dev.paystub.payment",
        "dev.paystub.order",
        "dev.paystub.subscription"
    };

    /**
     * Packages that may use JDBC as it is: they have tables that are no entities, or read rows of
     * many modules, and name the account themselves. Others have {@code AccountQuery} and {@code
     * AccountInsert}, which make sure that they do.
     */
    private static final String[] TABLES = {
        "dev.paystub.account",
        "dev.paystub.audit",
        "dev.paystub.clock",
        "dev.paystub.console",
        "dev.paystub.contract",
        "dev.paystub.engine",
        "dev.paystub.fault",
        "dev.paystub.idempotency",
        "dev.paystub.job",
        "dev.paystub.journal",
        "dev.paystub.world"
    };

    @ArchTest
    static final ArchRule controllersBelowSandboxAreStrict =
            classes()
                    .that(
                            DescribedPredicate.describe(
                                    "are mapped below /sandbox", ArchitectureTests::isBelowSandbox))
                    .should()
                    .beAnnotatedWith(ControlPlane.class);

    @ArchTest
    static final ArchRule realTimeLivesInAccount =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.paystub.account")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(LocalDate.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule chanceLivesInAccount =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.paystub.account")
                    .and()
                    // gives a key's generator the key, and leaves nothing to chance
                    .doNotHaveFullyQualifiedName("dev.paystub.nowpayments.Digests$Fixed")
                    .should()
                    .callMethod(UUID.class, "randomUUID")
                    .orShould()
                    .dependOnClassesThat()
                    .belongToAnyOf(Random.class, SecureRandom.class)
                    .orShould()
                    .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule nativeSqlLivesWhereTablesAre =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(TABLES)
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(JdbcClient.class, JdbcTemplate.class);

    @ArchTest
    static final ArchRule repositoriesArePackagePrivate =
            classes().that().areAssignableTo(Repository.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule entitiesBelongToAnAccount =
            classes()
                    .that()
                    .areAnnotatedWith(Entity.class)
                    .should()
                    .beAssignableTo(AccountScoped.class);

    @ArchTest
    static final ArchRule mutatorsOfEntitiesArePackagePrivate =
            noMethods()
                    .that()
                    .areDeclaredInClassesThat()
                    .areAnnotatedWith(Entity.class)
                    .and()
                    .arePublic()
                    .should()
                    .haveRawReturnType(void.class);

    @ArchTest
    static final ArchRule coreKnowsNoWeb =
            noClasses()
                    .that()
                    .resideInAnyPackage(CORE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework.web..",
                            "jakarta.servlet..",
                            "tools.jackson..",
                            "com.fasterxml.jackson..",
                            "io.swagger..");

    @ArchTest
    static final ArchRule kernelIsPlain =
            classes()
                    .that()
                    .resideInAPackage("dev.paystub.kernel")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "jakarta.persistence..",
                            "org.jspecify..",
                            "org.springframework.modulith",
                            "dev.paystub.kernel");

    @ArchTest
    static final ArchRule controllersReturnNoEntities =
            noMethods()
                    .that()
                    .areDeclaredInClassesThat(
                            DescribedPredicate.or(
                                    annotated(RestController.class), annotated(Controller.class)))
                    .should()
                    .haveRawReturnType(annotated(Entity.class));

    @ArchTest
    static final ArchRule moneyIsNoDouble =
            fields().that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage("dev.paystub..")
                    .should()
                    .notHaveRawType(double.class)
                    .andShould()
                    .notHaveRawType(float.class);

    @ArchTest
    static final ArchRule namesSayWhatThingsAre =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Dto")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager");

    @ArchTest
    static final ArchRule simpleNamesAreUnique =
            classes()
                    .that()
                    .areTopLevelClasses()
                    .and()
                    .doNotHaveSimpleName("package-info")
                    .should(
                            new ArchCondition<>("have a simple name of their own") {
                                private final Map<String, List<JavaClass>> bySimpleName =
                                        new HashMap<>();

                                @Override
                                public void init(Collection<JavaClass> all) {
                                    bySimpleName.putAll(
                                            all.stream()
                                                    .collect(groupingBy(JavaClass::getSimpleName)));
                                }

                                @Override
                                public void check(JavaClass type, ConditionEvents events) {
                                    var namesakes =
                                            bySimpleName.getOrDefault(
                                                    type.getSimpleName(), List.of());
                                    events.add(
                                            new SimpleConditionEvent(
                                                    type,
                                                    namesakes.size() == 1,
                                                    "%s shares its name with %s"
                                                            .formatted(type, namesakes)));
                                }
                            });

    @ArchTest
    static final ArchRule transactionsThatWriteAreTurns =
            methods()
                    .that()
                    .areAnnotatedWith(Transactional.class)
                    .should(
                            new ArchCondition<>("be read-only: a change is @AccountTransactional") {
                                @Override
                                public void check(
                                        com.tngtech.archunit.core.domain.JavaMethod method,
                                        ConditionEvents events) {
                                    var readOnly =
                                            method.getAnnotationOfType(Transactional.class)
                                                    .readOnly();
                                    events.add(
                                            new SimpleConditionEvent(
                                                    method, readOnly, method.getFullName()));
                                }
                            });

    @ArchTest
    static final ArchRule longReadsAreDoneByWorkers =
            methods()
                    .that()
                    .areDeclaredInClassesThat(
                            DescribedPredicate.describe(
                                    "read and compare as much as an account has",
                                    type ->
                                            List.of("DiffController", "ExplainController")
                                                    .contains(type.getSimpleName())))
                    .and()
                    .areAnnotatedWith(GetMapping.class)
                    .should(
                            new ArchCondition<>("hand that to Workers") {
                                @Override
                                public void check(
                                        com.tngtech.archunit.core.domain.JavaMethod method,
                                        ConditionEvents events) {
                                    var handed =
                                            method.getMethodCallsFromSelf().stream()
                                                    .anyMatch(call ->
                                                            call.getTargetOwner()
                                                                    .isEquivalentTo(Workers.class));
                                    events.add(
                                            new SimpleConditionEvent(
                                                    method, handed, method.getFullName()));
                                }
                            });

    @ArchTest
    static final ArchRule turnsCanBeIntercepted =
            methods()
                    .that()
                    .areAnnotatedWith(AccountTransactional.class)
                    .should()
                    .bePublic()
                    .andShould()
                    .notHaveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule packagesAreNullMarked =
            classes().that().haveSimpleName("package-info").should(be(annotated(NullMarked.class)));

    private static boolean isBelowSandbox(JavaClass type) {
        return type.isAnnotatedWith(RequestMapping.class)
                && type.isAnnotatedWith(RestController.class)
                && Arrays.stream(type.getAnnotationOfType(RequestMapping.class).value())
                        .anyMatch(path -> path.startsWith("/sandbox"));
    }

    private static DescribedPredicate<JavaClass> annotated(
            Class<? extends java.lang.annotation.Annotation> annotation) {
        return DescribedPredicate.describe(
                "annotated with " + annotation.getSimpleName(),
                type -> type.isAnnotatedWith(annotation));
    }
}
