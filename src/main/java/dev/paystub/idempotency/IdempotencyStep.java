package dev.paystub.idempotency;

import dev.paystub.account.CurrentAccount;
import dev.paystub.fault.FaultPreferences;
import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.BodyStep;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.idempotency.IdempotencyKeys.Claim;
import dev.paystub.idempotency.IdempotencyKeys.StoredResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Makes a request with an {@code Idempotency-Key} take effect once; a repeated request gets the
 * first response, byte for byte. The rules are those of Stripe's API. It runs after {@link
 * BodyStep}, because the body of a repeated request must equal the first one.
 */
@Component
class IdempotencyStep implements ExchangeStep {

    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final int LONGEST_KEY = 255;

    private final IdempotencyKeys keys;
    private final ErrorFormats errorFormats;

    IdempotencyStep(IdempotencyKeys keys, ErrorFormats errorFormats) {
        this.keys = keys;
        this.errorFormats = errorFormats;
    }

    @Override
    public int getOrder() {
        return AFTER_AUTHORIZATION + 200;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.idempotency() != null;
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        var key = request.getHeader(KEY);
        var idempotency = exchange.surface().idempotency();
        if (key == null
                || key.isBlank()
                || idempotency == null
                || !idempotency.methods().contains(HttpMethod.valueOf(request.getMethod()))) {
            next.doFilter(request, response);
        } else if (key.length() > LONGEST_KEY) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(
                            Kind.INVALID,
                            "%s is %d characters long; it may have %d"
                                    .formatted(KEY, key.length(), LONGEST_KEY)));
        } else {
            once(key, idempotency, exchange, request, response, next);
        }
    }

    private void once(
            String key,
            ApiSurface.Idempotency idempotency,
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        response.setHeader(KEY, key);
        switch (keys.claim(key, digest(idempotency, exchange, request))) {
            case Claim.Granted granted -> first(granted, exchange, request, response, next);
            case Claim.Completed completed -> replay(completed.response(), exchange, response);
            case Claim.Mismatch mismatch -> errorFormats.write(request, response, reused(key));
            case Claim.InUse inUse -> errorFormats.write(request, response, inUse(key));
            case Claim.Lost lost -> errorFormats.write(request, response, LOST);
        }
    }

    private static final ApiError LOST =
            new ApiError(
                    Kind.INTERNAL,
                    "The first request with this idempotency key took effect, but the server"
                            + " stopped before it could answer. See what is there, and go on with"
                            + " another key.");

    private static ApiError reused(String key) {
        return new ApiError(
                Kind.KEY_REUSED,
                "Keys for idempotent requests can only be used with the same parameters they were"
                        + " first used with. Try using a key other than '%s' if you meant to"
                                .formatted(key)
                        + " execute a different request.");
    }

    private static ApiError inUse(String key) {
        return new ApiError(
                Kind.KEY_IN_USE,
                "There is currently another in-progress request using this Idempotent Key (that"
                        + " probably means you submitted twice, and the other request is still"
                        + " going through): %s. Please try again later.".formatted(key));
    }

    private static void replay(
            StoredResponse stored, Exchange exchange, HttpServletResponse response)
            throws IOException {
        exchange.markReplayed();
        response.setHeader(REPLAYED, "true");
        response.setStatus(stored.status());
        response.setContentType(stored.contentType());
        response.setContentLength(stored.body().length);
        response.getOutputStream().write(stored.body());
        response.flushBuffer();
    }

    private void first(
            Claim.Granted granted,
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        var caching = new ContentCachingResponseWrapper(response);
        var done = false;
        try {
            keys.run(granted, () -> next.doFilter(request, caching));
            done = true;
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            if (!done) {
                keys.giveUp(granted);
            }
        }
        var stored =
                new StoredResponse(
                        caching.getStatus(),
                        caching.getContentType(),
                        caching.getContentAsByteArray());
        if (isOutcome(exchange, stored) || !keys.giveUp(granted)) {
            keys.finish(granted, stored);
        }
        caching.copyBodyToResponse();
    }

    /** Returns whether the request was carried out, and not refused before. */
    private static boolean isOutcome(Exchange exchange, StoredResponse stored) {
        return exchange.failure()
                .map(kind -> kind == Kind.DECLINED || kind == Kind.INTERNAL)
                .orElse(stored.status() < 400);
    }

    /**
     * Returns a digest of the request and the caller's rights, because the response depends on
     * both.
     */
    private static String digest(
            ApiSurface.Idempotency idempotency, Exchange exchange, HttpServletRequest request) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part :
                    new String[] {
                        CurrentAccount.role().name(),
                        idempotency.rights().apply(request),
                        request.getMethod(),
                        idempotency.address().apply(request),
                        FaultPreferences.without(request.getQueryString())
                    }) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            var body = exchange.body();
            if (body != null) {
                digest.update(body);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
