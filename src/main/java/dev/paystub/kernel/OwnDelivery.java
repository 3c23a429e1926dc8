package dev.paystub.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Tells the requests of webhook deliveries from those of people and programs. The registrant of a
 * webhook chooses its address, and must not use a delivery to reach endpoints that only local
 * callers may use.
 */
public final class OwnDelivery {

    /** A header of every delivery. It survives redirects and proxies. */
    public static final String HEADER = "Paystub-Delivery";

    public static final String USER_AGENT = "Paystub-Sandbox-Webhooks/1.0";

    private static final String AGENT = "Paystub-Sandbox-Webhooks";

    private OwnDelivery() {}

    /**
     * Returns whether a request with these headers is a webhook delivery, of this process or of
     * another Paystub.
     */
    public static boolean is(@Nullable String header, @Nullable String userAgent) {
        return header != null || (userAgent != null && userAgent.startsWith(AGENT));
    }
}
