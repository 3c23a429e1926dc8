package dev.paystub.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;

/**
 * One step of a request on its way to the controller. A feature contributes a step as a bean. Steps
 * run in the order of {@link #getOrder()}, which also says on which side of Spring Security's own
 * filters a step runs. A step either calls the next one or writes the response itself.
 */
public interface ExchangeStep extends Ordered {

    /** Outermost, around Spring Security: every response passes through these steps. */
    int AROUND = 0;

    /** Before CORS: a caller refused here gets no CORS headers. */
    int BEFORE_CORS = 1000;

    /** After CORS, so that a web page can read the error, and before the key is read. */
    int CREDENTIALS = 2000;

    /** Opens the account of the key, which all later steps can use. */
    int ACCOUNT = 3000;

    /** Reads the body, which all later steps can use. */
    int BODY = 4000;

    /** After the check of the caller's rights. */
    int AFTER_AUTHORIZATION = 5000;

    /**
     * Returns whether requests of a surface take this step. Called once for each surface, at the
     * latest by the first request.
     */
    boolean concerns(ApiSurface surface);

    void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException;
}
