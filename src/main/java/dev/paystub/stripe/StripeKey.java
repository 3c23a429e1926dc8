package dev.paystub.stripe;

import dev.paystub.http.BearerToken;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key of a request to Stripe's API from the Bearer token or the Basic user name. The key
 * is an account's key, optionally after {@code sk_test_}, {@code rk_test_} or {@code pk_test_}.
 */
public final class StripeKey {

    /** A key that no account has. */
    private static final String INVALID = "invalid";

    private static final String BASIC = "basic ";

    private StripeKey() {}

    /** Returns the account's key; null when none was sent. */
    static @Nullable String account(HttpServletRequest request) {
        var sent = sent(request);
        if (sent == null || sent.matches("[psr]k_live_.*")) {
            return sent == null ? null : INVALID; // a live key never opens an account here
        }
        return sent.replaceFirst("^[psr]k_test_", "");
    }

    /** Returns whether the key is publishable: web pages reveal it, so it grants few rights. */
    public static boolean isPublishable(HttpServletRequest request) {
        var sent = sent(request);
        return sent != null && sent.startsWith("pk_");
    }

    private static @Nullable String sent(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header != null && header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return userName(header.substring(BASIC.length()).strip());
        }
        var bearer = BearerToken.of(request);
        return bearer == null ? null : bearer.strip();
    }

    private static String userName(String encoded) {
        try {
            var decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            var end = decoded.indexOf(':');
            return end < 0 ? decoded : decoded.substring(0, end);
        } catch (IllegalArgumentException e) {
            return INVALID;
        }
    }
}
