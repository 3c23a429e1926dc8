package dev.paystub.http;

import dev.paystub.account.FaultRules;
import dev.paystub.account.FaultRules.Conditions;
import dev.paystub.account.Recording;
import dev.paystub.kernel.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Fails on purpose what asks for it, by {@link Wishes its own words} or by a rule of the account.
 * It comes before idempotency: what is answered here has not happened, and the key stays free.
 */
class FaultFilter extends OncePerRequestFilter {

    private final FaultRules rules;
    private final Dialects dialects;

    FaultFilter(FaultRules rules, Dialects dialects) {
        this.rules = rules;
        this.dialects = dialects;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Wishes wishes;
        try {
            wishes = Wishes.of(request);
        } catch (Refusal refusal) {
            dialects.write(request, response, Failure.of(refusal));
            return;
        }
        var exchange = HeldExchange.of(request);
        if (!wishes.applied().isEmpty()) {
            response.setHeader("Preference-Applied", String.join(", ", wishes.applied()));
        }
        if (wishes.code() != null || wishes.fault() != null) {
            pause(wishes.delay());
            exchange.failed(nameOf(wishes.code(), wishes.fault()), "request");
            fail(request, response, chain, new Answer(wishes.code(), null, wishes.fault()));
            return;
        }
        var fired = rules.fire(conditions -> meets(request, conditions));
        pause(wishes.delay());
        if (fired.isEmpty()) {
            if (!wishes.delay().isZero()) {
                exchange.failed("DELAY", "request");
            }
            chain.doFilter(request, response);
            return;
        }
        var rule = fired.get();
        var then = rule.consequences();
        var fault = then.fault() == null ? null : ConnectionFault.valueOf(then.fault());
        pause(then.delay());
        exchange.failed(nameOf(then.status(), fault), "rule " + rule.number());
        fail(request, response, chain, new Answer(then.status(), then.body(), fault));
    }

    private record Answer(
            @Nullable Integer status, @Nullable String body, @Nullable ConnectionFault fault) {}

    private static String nameOf(@Nullable Integer status, @Nullable ConnectionFault fault) {
        if (fault != null) {
            return fault.name();
        }
        return status == null ? "DELAY" : "STATUS_" + status;
    }

    private void fail(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            Answer answer)
            throws ServletException, IOException {
        var fault = answer.fault();
        if (fault != null) {
            HeldExchange.of(request).loseAnswer(fault);
            if (fault == ConnectionFault.BEFORE_COMMIT) {
                Recording.current().ifPresent(Recording::undoChanges);
            }
            if (fault.runs()) {
                chain.doFilter(request, response);
            }
        } else if (answer.body() != null) {
            write(response, answer.status(), answer.body());
        } else if (answer.status() != null) {
            dialects.write(request, response, Failure.onPurpose(answer.status()));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void write(HttpServletResponse response, @Nullable Integer status, String body)
            throws IOException {
        response.setStatus(status == null ? HttpServletResponse.SC_OK : status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
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

    /** A path pattern, and after a question mark the parameters that the query must have. */
    private static boolean meets(HttpServletRequest request, Conditions conditions) {
        if (conditions.method() != null && !conditions.method().equals(request.getMethod())) {
            return false;
        }
        var mark = conditions.path().indexOf('?');
        var path = mark < 0 ? conditions.path() : conditions.path().substring(0, mark);
        var wanted =
                mark < 0
                        ? List.<String>of()
                        : List.of(conditions.path().substring(mark + 1).split("&", -1));
        var query = request.getQueryString() == null ? "" : request.getQueryString();
        return PathPatternParser.defaultInstance
                        .parse(path)
                        .matches(PathContainer.parsePath(request.getServletPath()))
                && Set.of(query.split("&", -1)).containsAll(wanted);
    }
}
