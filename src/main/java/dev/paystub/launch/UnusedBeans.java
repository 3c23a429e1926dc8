package dev.paystub.launch;

import java.util.List;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.stereotype.Component;

/** Removes beans of Spring Boot's auto-configurations that cost time at a start and have no use. */
@Component
final class UnusedBeans implements BeanDefinitionRegistryPostProcessor {

    private static final List<String> NAMES =
            List.of(
                    // looks through all beans for @JacksonComponent, and there is none
                    "jsonComponentModule");

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry beans) {
        NAMES.stream().filter(beans::containsBeanDefinition).forEach(beans::removeBeanDefinition);
    }
}
