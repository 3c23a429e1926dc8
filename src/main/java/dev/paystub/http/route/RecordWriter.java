package dev.paystub.http.route;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a record as JSON, with its length. Spring would find out for each response which types the
 * caller accepts and which converters could write it, and here it is always JSON.
 */
final class RecordWriter implements HandlerMethodReturnValueHandler {

    private final JsonMapper json;

    /** Each knows how to write its type, which the mapper would look up each time. */
    private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

    RecordWriter(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return Record.class.isAssignableFrom(returnType.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value,
            MethodParameter returnType,
            ModelAndViewContainer container,
            NativeWebRequest web)
            throws IOException {
        container.setRequestHandled(true);
        var response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        var writer = writers.computeIfAbsent(returnType.getParameterType(), json::writerFor);
        var bytes = writer.writeValueAsBytes(value);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
