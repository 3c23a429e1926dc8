package dev.paystub.kernel;

import org.jspecify.annotations.Nullable;

/**
 * How a webhook's delivery is told from a request of a person or a program: whoever registers a
 * webhook chooses its address, and must not get through it what only callers of this machine get.
 */
public final class OwnDelivery {

    /** A header of every delivery, whatever redirect or proxy it goes through. */
    public static final String HEADER = "Paystub-Delivery";

    public static final String USER_AGENT = "Paystub-Sandbox-Webhooks/1.0";

    private static final String AGENT = "Paystub-Sandbox-Webhooks";

    private OwnDelivery() {}

    /** Whether a request with these headers is a delivery, of this process or of another. */
    public static boolean is(@Nullable String header, @Nullable String userAgent) {
        return header != null || (userAgent != null && userAgent.startsWith(AGENT));
    }
}
