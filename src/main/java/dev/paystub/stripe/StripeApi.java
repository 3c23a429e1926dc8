package dev.paystub.stripe;

/**
 * Where Stripe's API is served: at the root, for clients that take a host and a port and no path,
 * and below {@code /stripe}. What Cloud Plans has below {@code /v1} is not Stripe's.
 */
final class StripeApi {

    static final String ROOT = "/v1";
    static final String PREFIXED = "/stripe/v1";

    /** What begins with this is Cloud Plans'. */
    private static final String NOT_STRIPES = "/v1/organizations";

    /** What may end a segment of a path as it was sent. */
    private static final String ENDS = "/;%?\\";

    private StripeApi() {}

    /** Whether a path, as it was sent, is Stripe's. */
    static boolean has(String path) {
        return path.startsWith("/stripe/") || (isAt(ROOT, path) && !isAt(NOT_STRIPES, path));
    }

    private static boolean isAt(String beginning, String path) {
        return path.startsWith(beginning)
                && (path.length() == beginning.length()
                        || ENDS.indexOf(path.charAt(beginning.length())) >= 0);
    }

    /** The path as Stripe has it. */
    static String path(String servletPath) {
        return servletPath.startsWith(PREFIXED)
                ? servletPath.substring(PREFIXED.length() - ROOT.length())
                : servletPath;
    }
}
