package dev.paystub.launch;

import java.util.Arrays;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.Lifecycle;
import org.springframework.stereotype.Component;

/**
 * The beans that are created at the start, whether or not something needs them: what starts by
 * itself, and what reads a setting, so that a wrong setting stops the start. Spring Boot adds what
 * has scheduled methods. Listeners of events are created by their first event.
 */
@Component
final class EagerBeans implements LazyInitializationExcludeFilter {

    private static final String OUR_CODE = "dev.paystub.";

    @Override
    public boolean isExcluded(String name, BeanDefinition definition, Class<?> type) {
        return type.getName().startsWith(OUR_CODE)
                && (Lifecycle.class.isAssignableFrom(type)
                        || type.isAnnotationPresent(ConfigurationProperties.class)
                        || readsASetting(type));
    }

    private static boolean readsASetting(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .anyMatch(parameter -> parameter.isAnnotationPresent(Value.class));
    }
}
