package dev.paystub.stripe;

/**
 * The paths of Stripe's API: at the root, for clients that take a host and a port but no path, and
 * below {@code /stripe}. Paths of Cloud Plans below {@code /v1} are excluded.
 */
public final class StripeApi {

    public static final String ROOT = "/v1";
    public static final String PREFIXED = "/stripe/v1";

    private StripeApi() {}

    /** Returns the path without the prefix {@code /stripe}, as Stripe documents it. */
    public static String path(String servletPath) {
        return servletPath.startsWith(PREFIXED)
                ? servletPath.substring(PREFIXED.length() - ROOT.length())
                : servletPath;
    }
}
