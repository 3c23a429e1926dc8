package dev.paystub.controlplane;

import dev.paystub.http.Exchange;
import dev.paystub.http.UnknownNames;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses unknown fields in a body, at any depth, and unknown query parameters of a {@link
 * ControlPlane}. The billing APIs accept them, because their documents do not forbid them; there
 * the contract check only reports them.
 */
@Configuration(proxyBeanMethods = false)
class StrictControlPlane implements WebMvcConfigurer {

    private static final String HANDLER = HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE;

    @Bean
    JsonMapperBuilderCustomizer knownFieldsOnly() {
        return builder -> builder.addHandler(new KnownFieldsOnly());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new KnownParametersOnly());
    }

    private static boolean isOfControlPlane(Class<?> type) {
        return type.getNestHost().isAnnotationPresent(ControlPlane.class);
    }

    private static final class KnownFieldsOnly extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                ValueDeserializer<?> deserializer,
                Object beanOrClass,
                String name) {
            var type = beanOrClass instanceof Class<?> known ? known : beanOrClass.getClass();
            if (!isOfControlPlane(type)) {
                return false;
            }
            throw UnrecognizedPropertyException.from(
                    parser,
                    beanOrClass,
                    name,
                    deserializer == null ? null : deserializer.getKnownPropertyNames());
        }

        /**
         * A constructor that requires a field refuses before Jackson looks at the names that it
         * does not know, although one of them may be the field that is missing.
         */
        @Override
        public @Nullable Object handleInstantiationProblem(
                DeserializationContext context,
                Class<?> type,
                @Nullable Object argument,
                Throwable problem) {
            if (isOfControlPlane(type)) {
                var known =
                        context.findRootValueDeserializer(context.constructType(type))
                                .getKnownPropertyNames();
                sentFor(type)
                        .filter(name -> known != null && !known.contains(name))
                        .findFirst()
                        .ifPresent(name -> {
                            throw UnrecognizedPropertyException.from(
                                    context.getParser(), type, name, known);
                        });
            }
            return NOT_HANDLED;
        }

        /** Returns the names in the body; none if the type is only a part of it. */
        private static Stream<String> sentFor(Class<?> type) {
            return RequestContextHolder.getRequestAttributes()
                                    instanceof ServletRequestAttributes attributes
                            && attributes.getRequest().getAttribute(HANDLER)
                                    instanceof HandlerMethod method
                            && Arrays.stream(method.getMethodParameters())
                                    .anyMatch(parameter -> parameter.getParameterType() == type)
                    ? names(Exchange.of(attributes.getRequest()).body())
                    : Stream.empty();
        }

        private static Stream<String> names(byte @Nullable [] body) {
            try {
                return body == null
                        ? Stream.empty()
                        : JsonMapper.shared().readTree(body).propertyNames().stream();
            } catch (JacksonException broken) {
                return Stream.empty(); // what is missing is said instead
            }
        }
    }

    private static final class KnownParametersOnly implements HandlerInterceptor {

        @Override
        public boolean preHandle(
                HttpServletRequest request, HttpServletResponse response, Object handler) {
            if (handler instanceof HandlerMethod method && isOfControlPlane(method.getBeanType())) {
                var sent = Exchange.of(request).query().keySet();
                UnknownNames.parametersOf(method).ifPresent(known -> require(sent, known));
            }
            return true;
        }

        private static void require(Set<String> sent, List<String> known) {
            sent.stream()
                    .filter(name -> !known.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new DomainException.Invalid(
                                "There is no parameter '%s'%s"
                                        .formatted(name, UnknownNames.meant(name, known)));
                    });
        }
    }
}
