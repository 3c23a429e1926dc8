package dev.paystub.fault;

import dev.paystub.engine.RequestOutcome;
import dev.paystub.fault.FaultRules.Conditions;
import dev.paystub.fault.FaultRules.Consequences;
import dev.paystub.http.ApiError;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.http.RequestPattern;
import dev.paystub.kernel.DomainException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Makes requests fail on purpose, by {@link FaultPreferences} of the request or by a rule of the
 * account. It runs before idempotency: a request that fails here was not carried out, and its
 * idempotency key stays unused.
 */
@Component
class FaultStep implements ExchangeStep {

    private final FaultRules rules;
    private final ErrorFormats errorFormats;

    FaultStep(FaultRules rules, ErrorFormats errorFormats) {
        this.rules = rules;
        this.errorFormats = errorFormats;
    }

    @Override
    public int getOrder() {
        return BODY + 200;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.isSimulated();
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        if (exchange.isObserver()) {
            next.doFilter(request, response);
            return;
        }
        FaultPreferences wanted;
        try {
            wanted = FaultPreferences.of(request);
        } catch (DomainException refusal) {
            errorFormats.write(request, response, ApiError.of(refusal));
            return;
        }
        if (!wanted.applied().isEmpty()) {
            response.setHeader("Preference-Applied", String.join(", ", wanted.applied()));
        }
        if (wanted.code() != null || wanted.fault() != null) {
            var then =
                    new Consequences(wanted.delay(), wanted.code(), Map.of(), null, wanted.fault());
            fail(exchange, request, response, next, "request", then);
            return;
        }
        var fired = rules.fire(conditions -> matches(request, conditions));
        pause(wanted.delay());
        if (fired.isEmpty()) {
            if (!wanted.delay().isZero()) {
                exchange.failsOnPurpose("DELAY", "request");
            }
            next.doFilter(request, response);
            return;
        }
        var rule = fired.get();
        var source = "rule " + rule.number();
        fail(exchange, request, response, next, source, rule.consequences());
    }

    private static String nameOf(@Nullable Integer status, @Nullable ConnectionFault fault) {
        if (fault != null) {
            return fault.name();
        }
        return status == null ? "DELAY" : "STATUS_" + status;
    }

    private void fail(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next,
            String source,
            Consequences then)
            throws ServletException, IOException {
        pause(then.delay());
        exchange.failsOnPurpose(nameOf(then.status(), then.fault()), source);
        var fault = then.fault();
        if (fault != null) {
            exchange.loseResponse(() -> ConnectionFaultInjector.breakOff(fault));
            if (fault == ConnectionFault.BEFORE_COMMIT) {
                RequestOutcome.current().ifPresent(RequestOutcome::undoChanges);
            }
            if (fault.runs()) {
                next.doFilter(request, response);
            }
        } else if (then.body() != null) {
            write(response, then.status(), then.headers(), then.body());
        } else if (then.status() != null) {
            then.headers().forEach(response::setHeader);
            errorFormats.write(request, response, ApiError.onPurpose(then.status()));
        } else {
            next.doFilter(request, response);
        }
    }

    private static void write(
            HttpServletResponse response,
            @Nullable Integer status,
            Map<String, String> headers,
            String body)
            throws IOException {
        response.setStatus(status == null ? HttpServletResponse.SC_OK : status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        headers.forEach(response::setHeader);
        response.getOutputStream().write(body.getBytes(charset(response)));
    }

    /** Returns the charset of the rule's content type; UTF-8 if it names none. */
    private static Charset charset(HttpServletResponse response) {
        var charset = MediaType.parseMediaType(response.getContentType()).getCharset();
        return charset == null ? StandardCharsets.UTF_8 : charset;
    }

    private void pause(Duration delay) throws IOException {
        if (!delay.isZero()) {
            try {
                rules.pause(delay);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("The server stops while a request is held back", e);
            }
        }
    }

    private static boolean matches(HttpServletRequest request, Conditions conditions) {
        return (conditions.method() == null || conditions.method().equals(request.getMethod()))
                && matchesPath(conditions.path(), request);
    }

    private static boolean matchesPath(String pattern, HttpServletRequest request) {
        try {
            return RequestPattern.of(pattern)
                    .matches(request.getServletPath(), request.getQueryString());
        } catch (DomainException.Invalid keptByAnOlderVersion) {
            return false; // from an older version; it must not fail every request
        }
    }
}
