package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a filter refused, or where one failed: the servlet container sends it here. */
@RestController
@Hidden
class ErrorDispatchController implements ErrorController {

    private final Dialects dialects;

    ErrorDispatchController(Dialects dialects) {
        this.dialects = dialects;
    }

    @RequestMapping("/error")
    ResponseEntity<Object> error(HttpServletRequest request) {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        var uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        var thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        var kind = status instanceof Integer code ? Kind.ofStatus(code) : Kind.NO_SUCH_ROUTE;
        if (thrown instanceof Throwable cause && OddRequests.isAbout(cause)) {
            kind = Kind.INVALID;
        }
        var failure =
                switch (kind) {
                    case INTERNAL -> Failure.INTERNAL;
                    case INVALID -> OddRequests.FAILURE;
                    default -> new Failure(kind, "There is no such path");
                };
        var answer =
                dialects.answer(uri == null ? request.getRequestURI() : uri.toString(), failure);
        return ResponseEntity.status(answer.status())
                .contentType(answer.contentType())
                .body(answer.body());
    }
}
