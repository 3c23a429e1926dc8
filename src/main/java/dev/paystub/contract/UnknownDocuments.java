package dev.paystub.contract;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ErrorFormats;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springdoc.api.OpenApiResourceNotFoundException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Reports an OpenAPI document that does not exist, for which Springdoc has no status. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownDocuments {

    private final ErrorFormats errorFormats;

    UnknownDocuments(ErrorFormats errorFormats) {
        this.errorFormats = errorFormats;
    }

    @ExceptionHandler
    void explain(
            OpenApiResourceNotFoundException unknown,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var message =
                "There is no document %s; /docs has all there is"
                        .formatted(request.getRequestURI());
        errorFormats.write(request, response, new ApiError(Kind.NO_SUCH_ROUTE, message));
    }
}
