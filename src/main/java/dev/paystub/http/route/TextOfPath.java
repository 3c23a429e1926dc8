package dev.paystub.http.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/** Reads a variable of the path as it is. Spring would make a converter for each request. */
final class TextOfPath implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        var variable = parameter.getParameterAnnotation(PathVariable.class);
        return variable != null
                && variable.required()
                && parameter.getParameterType() == String.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory converters)
            throws MissingPathVariableException {
        var variable = parameter.getParameterAnnotation(PathVariable.class);
        var name =
                variable == null || variable.name().isEmpty()
                        ? parameter.getParameterName()
                        : variable.name();
        var value =
                request.getAttribute(
                                        HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
                                        RequestAttributes.SCOPE_REQUEST)
                                instanceof Map<?, ?> variables
                        ? variables.get(name)
                        : null;
        if (value == null) {
            throw new MissingPathVariableException(String.valueOf(name), parameter);
        }
        return value;
    }
}
