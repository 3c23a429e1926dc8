package dev.paystub.stripe;

/**
 * Where Stripe's API is served: at the root, for clients that take a host and a port and no path,
 * and below {@code /stripe}. What Cloud Plans has below {@code /v1} is not Stripe's.
 */
final class StripeApi {

    static final String ROOT = "/v1";
    static final String PREFIXED = "/stripe/v1";

    private StripeApi() {}

    /** The path as Stripe has it. */
    static String path(String servletPath) {
        return servletPath.startsWith(PREFIXED)
                ? servletPath.substring(PREFIXED.length() - ROOT.length())
                : servletPath;
    }
}
