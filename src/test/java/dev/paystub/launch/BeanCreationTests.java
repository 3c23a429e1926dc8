package dev.paystub.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.paystub.account.AccountListener;
import dev.paystub.account.EventSource;
import dev.paystub.engine.ScheduledTask;
import dev.paystub.engine.UnitOfWorkListener;
import dev.paystub.http.ExchangeStep;
import dev.paystub.job.Job;
import dev.paystub.journal.JournalListener;
import dev.paystub.testing.ServerTest;
import dev.paystub.webhook.PayloadContributor;
import dev.paystub.world.SeedContributor;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.JacksonComponent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.util.ClassUtils;

/**
 * Beans are created when first needed. These tests compare the classes that exist with what a
 * running server knows, so that no listener, schedule or contribution waits for a first use that
 * never comes.
 */
@ServerTest
class BeanCreationTests {

    private static final JavaClasses OURS =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.paystub");

    @Autowired private ConfigurableApplicationContext context;
    @Autowired private List<ScheduledTaskHolder> schedulers;

    private static Set<String> methodsWith(Class<? extends java.lang.annotation.Annotation> type) {
        return OURS.stream()
                .flatMap(found -> found.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(type))
                .map(JavaMethod::reflect)
                .map(method -> ClassUtils.getQualifiedMethodName(method))
                .collect(Collectors.toSet());
    }

    @Test
    void listenersAreRegistered() {
        var registered =
                ((AbstractApplicationContext) context)
                        .getApplicationListeners().stream()
                                .flatMap(listener -> ours(listener).stream())
                                .collect(Collectors.toSet());
        assertThat(registered).isEqualTo(methodsWith(EventListener.class)).hasSizeGreaterThan(15);
    }

    /** Returns the name of a listener's method, without its parameters, if it is one of ours. */
    private static Set<String> ours(ApplicationListener<?> listener) {
        return listener instanceof ApplicationListenerMethodAdapter method
                        && method.getListenerId().startsWith("dev.paystub.")
                ? Set.of(method.getListenerId().replaceFirst("\\(.*", ""))
                : Set.of();
    }

    @Test
    void schedulesRun() {
        var running =
                schedulers.stream()
                        .flatMap(scheduler -> scheduler.getScheduledTasks().stream())
                        .map(task -> task.getTask().getRunnable().toString())
                        .filter(name -> name.startsWith("dev.paystub."))
                        .collect(Collectors.toSet());
        assertThat(running).isEqualTo(methodsWith(Scheduled.class)).hasSizeGreaterThan(3);
    }

    @Test
    void lifecyclesRun() {
        assertThat(context.getBeansOfType(Lifecycle.class).values())
                .filteredOn(bean -> AopUtils.getTargetClass(bean).getName().contains("paystub"))
                .hasSizeGreaterThan(2)
                .allMatch(Lifecycle::isRunning);
        assertThat(classesOf(Lifecycle.class)).isEqualTo(concrete(Lifecycle.class));
    }

    /** {@link UnusedBeans} removes what would register them. */
    @Test
    void noComponentOfJacksonWaitsForTheBeanThatIsRemoved() {
        assertThat(context.containsBean("jsonComponentModule")).isFalse();
        assertThat(OURS).noneMatch(found -> found.isMetaAnnotatedWith(JacksonComponent.class));
        assertThat(OURS).noneMatch(found -> found.isAnnotatedWith(JacksonComponent.class));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AccountListener.class,
                EventSource.class,
                ExchangeStep.class,
                HealthIndicator.class,
                InfoContributor.class,
                Job.class,
                JournalListener.class,
                MultiCollector.class,
                PayloadContributor.class,
                ScheduledTask.class,
                SeedContributor.class,
                StartedLater.class,
                UnitOfWorkListener.class
            })
    void contributionsAreFound(Class<?> type) {
        assertThat(classesOf(type)).isEqualTo(concrete(type)).isNotEmpty();
    }

    private Set<String> classesOf(Class<?> type) {
        return context.getBeansOfType(type).values().stream()
                .map(bean -> AopUtils.getTargetClass(bean).getName())
                .filter(name -> name.startsWith("dev.paystub."))
                .collect(Collectors.toSet());
    }

    private static Set<String> concrete(Class<?> type) {
        return OURS.stream()
                .filter(found -> found.isAssignableTo(type))
                .filter(found -> !found.isInterface())
                .filter(found -> !found.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void settingsAreReadAtTheStart() {
        var beans = context.getBeanFactory();
        var reading =
                Stream.of(beans.getBeanDefinitionNames())
                        .filter(name -> {
                            var type = beans.getType(name, false);
                            return type != null
                                    && type.getName().startsWith("dev.paystub.")
                                    && readsSettings(type);
                        })
                        .toList();
        assertThat(reading)
                .hasSizeGreaterThan(20)
                .allMatch(name -> !beans.getBeanDefinition(name).isLazyInit());
    }

    private static boolean readsSettings(Class<?> type) {
        return type.isAnnotationPresent(ConfigurationProperties.class)
                || Arrays.stream(type.getDeclaredConstructors())
                        .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                        .anyMatch(parameter -> parameter.isAnnotationPresent(Value.class));
    }
}
