package dev.paystub.launch;

import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.core.PriorityOrdered;
import org.springframework.stereotype.Component;

/**
 * Creates what springdoc would create at the start with the first request for a document: springdoc
 * excepts these beans from lazy creation, since nothing refers to some of them.
 */
@Component
public final class LazyDocumentation implements BeanFactoryPostProcessor, PriorityOrdered {

    private static final String LIBRARY = "org.springdoc.";

    /** The beans that serve documents end so. */
    private static final String SERVING = "penApiResource";

    /** Brings Jackson 2, and is injected into the configuration of all routes. */
    private static final String SWAGGER_UI = LIBRARY + "webmvc.ui.SwaggerIndexTransformer";

    /** Returns whether a bean of this type is injected as a proxy, and created by its first use. */
    public static boolean isInjectedLazily(Class<?> type) {
        return type.getName().equals(SWAGGER_UI);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        var eager = new ArrayList<String>();
        for (var name : beans.getBeanDefinitionNames()) {
            if (beans.getBeanDefinition(name) instanceof AbstractBeanDefinition definition
                    && isOfLibrary(definition)
                    && Boolean.FALSE.equals(definition.getLazyInit())) {
                definition.setLazyInit(true);
                if (!name.endsWith(SERVING)) {
                    eager.add(name);
                }
            }
        }
        for (var name : beans.getBeanDefinitionNames()) {
            var definition = beans.getBeanDefinition(name);
            if (isOfLibrary(definition) && name.endsWith(SERVING) && !eager.isEmpty()) {
                definition.setDependsOn(eager.toArray(String[]::new));
            }
        }
    }

    private static boolean isOfLibrary(BeanDefinition definition) {
        return Stream.of(definition.getBeanClassName(), definition.getFactoryBeanName())
                .filter(Objects::nonNull)
                .anyMatch(name -> name.startsWith(LIBRARY));
    }
}
