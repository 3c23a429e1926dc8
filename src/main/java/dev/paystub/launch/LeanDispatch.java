package dev.paystub.launch;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.Validator;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerAdapter;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets a request for a controller create nothing of Spring MVC that only serves files, pages,
 * documentation or metrics. By itself the servlet creates all handler mappings, adapters and view
 * resolvers for its first request.
 */
@Configuration(proxyBeanMethods = false)
class LeanDispatch implements WebMvcConfigurer {

    @Bean
    static BeanPostProcessor leanDispatcher() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof DispatcherServlet servlet) {
                    servlet.setDetectAllHandlerMappings(false);
                    servlet.setDetectAllHandlerAdapters(false);
                    servlet.setDetectAllViewResolvers(false);
                }
                return bean;
            }
        };
    }

    @Bean
    HandlerMapping handlerMapping(
            @Qualifier("requestMappingHandlerMapping") HandlerMapping controllers,
            ObjectProvider<HandlerMapping> all) {
        return new Mappings(
                controllers, SingletonSupplier.of(() -> others(all, controllers, Mappings.class)));
    }

    @Bean
    HandlerAdapter handlerAdapter(
            @Qualifier("requestMappingHandlerAdapter") HandlerAdapter controllers,
            ObjectProvider<HandlerAdapter> all) {
        return new Adapters(
                controllers, SingletonSupplier.of(() -> others(all, controllers, Adapters.class)));
    }

    /** By its name it also takes the place of the resolver that negotiates the content's type. */
    @Bean
    ViewResolver viewResolver(ObjectProvider<ViewResolver> all) {
        return new Views(SingletonSupplier.of(() -> others(all, null, Views.class)));
    }

    /**
     * Nothing is validated by annotations; by itself Spring MVC starts the validator of a library.
     */
    @Override
    public Validator getValidator() {
        return Validator.forInstanceOf(Void.class, (target, errors) -> {});
    }

    private static <T> List<T> others(
            ObjectProvider<T> all, @Nullable T first, Class<? extends T> ours) {
        return all.orderedStream()
                .filter(bean -> !bean.equals(first) && !ours.isInstance(bean))
                .toList();
    }

    private record Mappings(
            HandlerMapping controllers, SingletonSupplier<List<HandlerMapping>> others)
            implements HandlerMapping {

        @Override
        public boolean usesPathPatterns() {
            return true;
        }

        @Override
        public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request)
                throws Exception {
            var handler = controllers.getHandler(request);
            if (handler == null) {
                for (var other : others.obtain()) {
                    handler = other.getHandler(request);
                    if (handler != null) {
                        break;
                    }
                }
            }
            return handler;
        }
    }

    private record Adapters(
            HandlerAdapter controllers, SingletonSupplier<List<HandlerAdapter>> others)
            implements HandlerAdapter {

        @Override
        public boolean supports(Object handler) {
            return controllers.supports(handler)
                    || others.obtain().stream().anyMatch(other -> other.supports(handler));
        }

        @Override
        public @Nullable ModelAndView handle(
                HttpServletRequest request, HttpServletResponse response, Object handler)
                throws Exception {
            return adapter(handler).handle(request, response, handler);
        }

        private HandlerAdapter adapter(Object handler) {
            return controllers.supports(handler)
                    ? controllers
                    : others.obtain().stream()
                            .filter(other -> other.supports(handler))
                            .findFirst()
                            .orElseThrow();
        }
    }

    private record Views(SingletonSupplier<List<ViewResolver>> all) implements ViewResolver {

        @Override
        public @Nullable View resolveViewName(String name, Locale locale) throws Exception {
            for (var resolver : all.obtain()) {
                var view = resolver.resolveViewName(name, locale);
                if (view != null) {
                    return view;
                }
            }
            return null;
        }
    }
}
