package dev.paystub.operation;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;

/**
 * Lets the first scrape wait until all meters are registered. The endpoint reads Prometheus'
 * registry, which is there before Micrometer's; what is measured earlier is added with the latter.
 */
@Component
final class CompleteMetrics implements BeanFactoryPostProcessor {

    private static final String ENDPOINT = "prometheusEndpoint";
    private static final String METERS = "prometheusMeterRegistry";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (beans.containsBeanDefinition(ENDPOINT) && beans.containsBeanDefinition(METERS)) {
            beans.getBeanDefinition(ENDPOINT).setDependsOn(METERS);
        }
    }
}
