package dev.paystub.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;

/**
 * One step of a request on its way to the controller, contributed by a feature as a bean. Steps run
 * in the order of {@link #getOrder()}, which also says on which side of Spring Security's own
 * filters a step stands. A step either goes on with the next one, or writes the response itself.
 */
public interface ExchangeStep extends Ordered {

    /** Around everything, Spring Security included: every response comes through these steps. */
    int AROUND = 0;

    /** Before CORS: whoever is refused here is told nothing of what other origins may do. */
    int BEFORE_CORS = 1000;

    /** After CORS, so that a web page can read a refusal, and before the key. */
    int CREDENTIALS = 2000;

    /** The key opens its account, which all later steps have. */
    int ACCOUNT = 3000;

    /** The body is read, and can be looked at by later steps. */
    int BODY = 4000;

    /** The caller's rights have been checked. */
    int AFTER_AUTHORIZATION = 5000;

    /** Whether requests of a surface take this step; asked once, when the server starts. */
    boolean concerns(ApiSurface surface);

    void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException;
}
