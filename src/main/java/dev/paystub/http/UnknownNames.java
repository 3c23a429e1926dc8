package dev.paystub.http;

import dev.paystub.kernel.Nearest;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Suggests the intended name for an unknown field or parameter, so that no typing error is ignored.
 */
public final class UnknownNames {

    /**
     * The parameters of each operation that was called: to find them takes as long as a request.
     */
    private static final Map<Method, Optional<List<String>>> PARAMETERS = new ConcurrentHashMap<>();

    private UnknownNames() {}

    static String explain(UnrecognizedPropertyException unknown) {
        var name = unknown.getPropertyName();
        var place =
                unknown.getPath().stream()
                        .map(step ->
                                step.getPropertyName() == null
                                        ? String.valueOf(step.getIndex())
                                        : step.getPropertyName())
                        .collect(Collectors.joining("."));
        var fields =
                Optional.ofNullable(unknown.getKnownPropertyIds()).orElseGet(List::of).stream()
                        .map(String::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new));
        return "There is no field '%s'%s"
                .formatted(
                        place.isEmpty() ? name : place,
                        parametersHere().contains(name)
                                ? "; %s is a parameter of the query, as in ?%s=…"
                                        .formatted(name, name)
                                : meant(name, fields));
    }

    /** Returns a suggestion: the most similar known name, or all known names if none is similar. */
    public static String meant(String name, Collection<String> known) {
        return Nearest.to(name, known)
                .map("; did you mean %s?"::formatted)
                .orElseGet(() ->
                        known.isEmpty()
                                ? "; there is none here"
                                : "; there are " + String.join(", ", known));
    }

    /** Returns the query parameters of the operation that handles the current request. */
    private static Collection<String> parametersHere() {
        var request = RequestContextHolder.getRequestAttributes();
        var handler =
                request == null
                        ? null
                        : request.getAttribute(
                                HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE,
                                RequestAttributes.SCOPE_REQUEST);
        return handler instanceof HandlerMethod method
                ? parametersOf(method).orElseGet(List::of)
                : List.of();
    }

    /** Returns the names of an operation's parameters; empty if it accepts any name. */
    public static Optional<List<String>> parametersOf(HandlerMethod method) {
        return PARAMETERS.computeIfAbsent(method.getMethod(), _ -> declaredBy(method));
    }

    private static Optional<List<String>> declaredBy(HandlerMethod method) {
        var parameters =
                Arrays.stream(method.getMethodParameters())
                        .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                        .toList();
        if (parameters.stream()
                .anyMatch(parameter -> Map.class.isAssignableFrom(parameter.getParameterType()))) {
            return Optional.empty();
        }
        return Optional.of(
                parameters.stream()
                        .map(parameter -> {
                            var declared =
                                    AnnotatedElementUtils.getMergedAnnotation(
                                            parameter.getParameter(), RequestParam.class);
                            return declared == null || declared.name().isEmpty()
                                    ? parameter.getParameter().getName()
                                    : declared.name();
                        })
                        .filter(Objects::nonNull)
                        .toList());
    }
}
