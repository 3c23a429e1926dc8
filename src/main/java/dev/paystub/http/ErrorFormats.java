package dev.paystub.http;

import dev.paystub.http.ErrorFormat.Answer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
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

/**
 * Answers failures in the dialect of the API they were addressed to; elsewhere as problem details.
 */
@Component
public class ErrorFormats {

    private static final String FAILURE = ErrorFormats.class.getName() + ".failure";

    /** What an answer says depends on the key, on the clock, and on what has been done. */
    static final String NO_STORE = "no-store";

    private static final Pattern ESCAPED_LETTER =
            Pattern.compile("%(3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa])");

    private final List<ErrorFormat> dialects;
    private final JsonMapper json;

    ErrorFormats(List<ErrorFormat> dialects, JsonMapper json) {
        this.dialects = dialects;
        this.json = json;
    }

    Answer answer(String path, ApiError failure) {
        return of(path).map(dialect -> dialect.answer(failure)).orElseGet(() -> problem(failure));
    }

    /** How messages call a field where a path leads. */
    String label(String path, String field) {
        return of(path).map(dialect -> dialect.label(field)).orElse(field);
    }

    /** Whether a path belongs to one of the APIs, which web pages may call. */
    boolean isOfAnApi(String path) {
        return of(path).isPresent();
    }

    private Optional<ErrorFormat> of(String path) {
        // an odd path may hide where it leads; its beginning is what the sender meant
        var plain =
                plain(path)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("/{2,}", "/")
                        .replaceAll("/(?:\\./)++", "/");
        return speaking(plain).or(() -> speaking(StringUtils.cleanPath(plain)));
    }

    private Optional<ErrorFormat> speaking(String path) {
        return dialects.stream().filter(dialect -> dialect.speaks(path)).findFirst();
    }

    /** With letters and digits that need no escape written as themselves. */
    private static String plain(String path) {
        return ESCAPED_LETTER
                .matcher(path)
                .replaceAll(escape ->
                        String.valueOf((char) Integer.parseInt(escape.group().substring(1), 16)));
    }

    /** The kind of failure with which a request has been answered, if it was one. */
    static Optional<ApiError.Kind> failureOf(HttpServletRequest request) {
        return Optional.ofNullable((ApiError.Kind) request.getAttribute(FAILURE));
    }

    ResponseEntity<Object> entity(HttpServletRequest request, ApiError failure) {
        request.setAttribute(FAILURE, failure.kind());
        var answer = answer(request.getRequestURI(), failure);
        return ResponseEntity.status(answer.status())
                .cacheControl(CacheControl.noStore())
                .contentType(answer.contentType())
                .body(answer.body());
    }

    /** Writes the answer, where no controller is there to return it. */
    public void write(HttpServletRequest request, HttpServletResponse response, ApiError failure)
            throws IOException {
        request.setAttribute(FAILURE, failure.kind());
        write(request.getRequestURI(), response, failure);
    }

    void write(String path, HttpServletResponse response, ApiError failure) throws IOException {
        var answer = answer(path, failure);
        response.setStatus(answer.status());
        response.setHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        response.setContentType(answer.contentType().toString());
        var bytes = json.writeValueAsBytes(answer.body());
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }

    /** RFC 9457, for everything that is neither of the two APIs. */
    public static Answer problem(ApiError failure) {
        var status = failure.status();
        var problem =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), failure.message());
        var known = HttpStatus.resolve(status);
        problem.setTitle(known == null ? "Status " + status : known.getReasonPhrase());
        var refusal = failure.refusal();
        if (refusal != null) {
            refusal.details().forEach(problem::setProperty);
        }
        return new Answer(status, MediaType.APPLICATION_PROBLEM_JSON, problem);
    }
}
