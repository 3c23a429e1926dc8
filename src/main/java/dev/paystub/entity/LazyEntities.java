package dev.paystub.entity;

import dev.paystub.launch.LazyDocumentation;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.PriorityOrdered;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Component;

/**
 * Injects repositories and entity managers as proxies that look for the bean at their first call,
 * as {@code @Lazy} at each place of injection would.
 */
@Component
final class LazyEntities implements BeanFactoryPostProcessor, PriorityOrdered {

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        if (beanFactory instanceof DefaultListableBeanFactory beans) {
            beans.setAutowireCandidateResolver(new Resolver());
        }
    }

    private static final class Resolver extends ContextAnnotationAutowireCandidateResolver {

        @Override
        protected boolean isLazy(DependencyDescriptor descriptor) {
            var type = descriptor.getDependencyType();
            return Repository.class.isAssignableFrom(type)
                    || type == EntityManager.class
                    || type == EntityManagerFactory.class
                    || LazyDocumentation.isInjectedLazily(type)
                    || super.isLazy(descriptor);
        }
    }
}
