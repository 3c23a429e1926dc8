package dev.paystub.http;

import dev.paystub.engine.RequestOutcome;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.kernel.DomainException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns every exception of a controller into a response in the error format of the path. */
@RestControllerAdvice
class ApiErrorAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrorAdvice.class);

    private final ErrorFormats errorFormats;

    ApiErrorAdvice(ErrorFormats errorFormats) {
        this.errorFormats = errorFormats;
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(DomainException refusal, HttpServletRequest request) {
        return errorFormats.entity(request, ApiError.of(refusal));
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(
            HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        var path = request.getRequestURI();
        return errorFormats.entity(
                request, JsonErrors.explain(unreadable, field -> errorFormats.label(path, field)));
    }

    @ExceptionHandler
    ResponseEntity<Object> notJson(
            HttpMediaTypeNotSupportedException unsupported, HttpServletRequest request) {
        return errorFormats.entity(
                request, new ApiError(Kind.NOT_JSON, explainType(request.getContentType())));
    }

    private static String explainType(@Nullable String type) {
        var isJson = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
        return isJson
                ? "The Content-Type '%s' cannot be read: send application/json, in UTF-8"
                        .formatted(type)
                : "The body must be JSON, sent with Content-Type: application/json";
    }

    @ExceptionHandler
    ResponseEntity<Object> wrongMethod(
            HttpRequestMethodNotSupportedException wrong, HttpServletRequest request) {
        var allowed = wrong.getSupportedMethods();
        var answer =
                errorFormats.entity(
                        request,
                        new ApiError(
                                Kind.WRONG_METHOD,
                                "Method %s is not allowed here; use %s"
                                        .formatted(
                                                wrong.getMethod(),
                                                allowed == null
                                                        ? "another"
                                                        : String.join(" or ", allowed))));
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .headers(wrong.getHeaders())
                .body(answer.getBody());
    }

    @ExceptionHandler
    ResponseEntity<Object> mistyped(
            MethodArgumentTypeMismatchException mistyped, HttpServletRequest request) {
        var field = errorFormats.label(request.getRequestURI(), mistyped.getName());
        return errorFormats.entity(
                request,
                new ApiError(
                        Kind.INVALID,
                        "%s must be %s"
                                .formatted(field, JsonErrors.kindOf(mistyped.getRequiredType()))));
    }

    @ExceptionHandler
    ResponseEntity<Object> undone(RequestOutcome.Undone undone, HttpServletRequest request) {
        var message = String.valueOf(undone.getMessage());
        return errorFormats.entity(request, new ApiError(Kind.UNDONE, message));
    }

    @ExceptionHandler
    ResponseEntity<Object> anythingElse(Exception exception, HttpServletRequest request) {
        if (exception instanceof ErrorResponse response) {
            var detail = response.getBody().getDetail();
            var kind = Kind.ofStatus(response.getStatusCode().value());
            return errorFormats.entity(
                    request, new ApiError(kind, detail == null ? "Bad request" : detail));
        }
        if (MalformedRequests.isAbout(exception)) {
            return errorFormats.entity(
                    request, MalformedRequests.parameters(request.getQueryString()));
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(exception)) {
            LOG.debug("The client of {} is gone", request.getRequestURI(), exception);
        } else {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), exception);
        }
        return errorFormats.entity(request, ApiError.INTERNAL);
    }
}
