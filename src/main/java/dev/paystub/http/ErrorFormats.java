package dev.paystub.http;

import dev.paystub.http.ErrorFormat.ErrorResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

/** Reports errors in the format of the API that a path belongs to; elsewhere as problem details. */
@Component
public class ErrorFormats {

    /** Forbids caching: a response depends on the key, on the clock, and on earlier requests. */
    public static final String NO_STORE = "no-store";

    private static final Pattern ESCAPED_LETTER =
            Pattern.compile("%(3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])");

    private final ApiSurfaces surfaces;
    private final JsonMapper json;

    ErrorFormats(ApiSurfaces surfaces, JsonMapper json) {
        this.surfaces = surfaces;
        this.json = json;
    }

    ErrorResponse render(String path, ApiError failure) {
        return of(path).map(format -> format.render(failure)).orElseGet(() -> problem(failure));
    }

    /** Returns the name of a field in messages of the API that a path belongs to. */
    String label(String path, String field) {
        return of(path).map(format -> format.label(field)).orElse(field);
    }

    /**
     * Returns whether a path belongs to an API with its own error format; web pages may call these.
     */
    boolean isOfAnApi(String path) {
        return of(path).isPresent();
    }

    private Optional<ErrorFormat> of(String path) {
        // odd slashes or escapes may hide the target of a path; its beginning decides first
        var plain =
                plain(path)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("/{2,}", "/")
                        .replaceAll("/(?:\\./)++", "/");
        return surfaces.errorFormat(plain)
                .or(() -> surfaces.errorFormat(StringUtils.cleanPath(plain)));
    }

    /** Decodes letters and digits that were escaped without need. */
    private static String plain(String path) {
        return ESCAPED_LETTER
                .matcher(path)
                .replaceAll(escape ->
                        String.valueOf((char) Integer.parseInt(escape.group().substring(1), 16)));
    }

    ResponseEntity<Object> entity(HttpServletRequest request, ApiError failure) {
        note(request, failure);
        var rendered = render(request.getRequestURI(), failure);
        return ResponseEntity.status(rendered.status())
                .cacheControl(CacheControl.noStore())
                .contentType(rendered.contentType())
                .body(rendered.body());
    }

    /** Writes the error to the response, for code outside a controller. */
    public void write(HttpServletRequest request, HttpServletResponse response, ApiError failure)
            throws IOException {
        note(request, failure);
        write(request.getRequestURI(), response, failure);
    }

    /** A request that the container refuses before any filter runs has no exchange. */
    private static void note(HttpServletRequest request, ApiError failure) {
        Exchange.find(request).ifPresent(exchange -> exchange.failed(failure.kind()));
    }

    void write(String path, HttpServletResponse response, ApiError failure) throws IOException {
        var rendered = render(path, failure);
        response.setStatus(rendered.status());
        response.setHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        response.setContentType(rendered.contentType().toString());
        var bytes = json.writeValueAsBytes(rendered.body());
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }

    /** Returns problem details (RFC 9457), for paths without an error format of their own. */
    public static ErrorResponse problem(ApiError failure) {
        var status = failure.status();
        var problem =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), failure.message());
        var known = HttpStatus.resolve(status);
        problem.setTitle(known == null ? "Status " + status : known.getReasonPhrase());
        var refusal = failure.refusal();
        if (refusal != null) {
            refusal.details().forEach(problem::setProperty);
        }
        return new ErrorResponse(status, MediaType.APPLICATION_PROBLEM_JSON, problem);
    }
}
