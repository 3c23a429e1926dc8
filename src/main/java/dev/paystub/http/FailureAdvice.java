package dev.paystub.http;

import dev.paystub.account.Recording;
import dev.paystub.http.Failure.Kind;
import dev.paystub.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
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
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every exception of every controller, as a failure in the dialect of the path. */
@RestControllerAdvice
class FailureAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(FailureAdvice.class);

    private final Dialects dialects;

    FailureAdvice(Dialects dialects) {
        this.dialects = dialects;
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(Refusal refusal, HttpServletRequest request) {
        return dialects.entity(request, Failure.of(refusal));
    }

    @ExceptionHandler
    ResponseEntity<Object> forbidden(Forbidden forbidden, HttpServletRequest request) {
        var message = String.valueOf(forbidden.getMessage());
        return dialects.entity(request, new Failure(Kind.FORBIDDEN, message));
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(
            HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        var path = request.getRequestURI();
        return dialects.entity(
                request, BodyFaults.explain(unreadable, field -> dialects.label(path, field)));
    }

    @ExceptionHandler
    ResponseEntity<Object> notJson(
            HttpMediaTypeNotSupportedException unsupported, HttpServletRequest request) {
        return dialects.entity(
                request,
                new Failure(
                        Kind.NOT_JSON,
                        "The body must be JSON, sent with Content-Type: application/json"));
    }

    @ExceptionHandler
    ResponseEntity<Object> noRoute(NoResourceFoundException missing, HttpServletRequest request) {
        return dialects.entity(
                request, OddRequests.noSuchPath(request.getMethod(), request.getRequestURI()));
    }

    @ExceptionHandler
    ResponseEntity<Object> wrongMethod(
            HttpRequestMethodNotSupportedException wrong, HttpServletRequest request) {
        var allowed = wrong.getSupportedMethods();
        var answer =
                dialects.entity(
                        request,
                        new Failure(
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
        var field = dialects.label(request.getRequestURI(), mistyped.getName());
        return dialects.entity(
                request,
                new Failure(
                        Kind.INVALID,
                        "%s must be %s"
                                .formatted(field, BodyFaults.kindOf(mistyped.getRequiredType()))));
    }

    @ExceptionHandler
    ResponseEntity<Object> undone(Recording.Undone undone, HttpServletRequest request) {
        var message = String.valueOf(undone.getMessage());
        return dialects.entity(request, new Failure(Kind.UNDONE, message));
    }

    @ExceptionHandler
    ResponseEntity<Object> anythingElse(Exception exception, HttpServletRequest request) {
        if (exception instanceof ErrorResponse response) {
            var detail = response.getBody().getDetail();
            var kind = Kind.ofStatus(response.getStatusCode().value());
            return dialects.entity(
                    request, new Failure(kind, detail == null ? "Bad request" : detail));
        }
        if (OddRequests.isAbout(exception)) {
            return dialects.entity(request, OddRequests.parameters(request.getQueryString()));
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), exception);
        return dialects.entity(request, Failure.INTERNAL);
    }
}
