package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.coyote.BadRequestException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports errors of filters. The servlet container dispatches them here. */
@RestController
@Hidden
class ErrorDispatchController implements ErrorController {

    private final ErrorFormats errorFormats;

    ErrorDispatchController(ErrorFormats errorFormats) {
        this.errorFormats = errorFormats;
    }

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        var kind = status instanceof Integer code ? Kind.ofStatus(code) : Kind.NO_SUCH_ROUTE;
        var path = original(request, RequestDispatcher.ERROR_REQUEST_URI, request.getRequestURI());
        var method = original(request, RequestDispatcher.ERROR_METHOD, request.getMethod());
        errorFormats.write(
                path,
                response,
                switch (thrown) {
                    case Throwable cause when MalformedRequests.isAbout(cause) ->
                            MalformedRequests.parameters(request.getQueryString());
                    case BadRequestException body -> MalformedRequests.BODY;
                    case null, default -> MalformedRequests.explain(kind, method, path);
                });
    }

    /** Returns a property of the original request; the dispatched request is always a GET here. */
    private static String original(HttpServletRequest request, String attribute, String present) {
        var value = request.getAttribute(attribute);
        return value == null ? present : value.toString();
    }
}
