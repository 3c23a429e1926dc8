package dev.paystub.http;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Web pages that may call the APIs.
 *
 * @param allowedOrigins origins, with {@code *} as a wildcard and ports in brackets, as in Spring's
 *     origin patterns
 */
@ConfigurationProperties("paystub.cors")
record CorsProperties(@DefaultValue("*") List<String> allowedOrigins) {

    private static final Pattern ORIGIN =
            Pattern.compile("\\*|null|[A-Za-z*][A-Za-z0-9+.*-]*://[^\\s/?#]+");

    CorsProperties {
        requireOrigins("PAYSTUB_CORS_ALLOWED_ORIGINS", allowedOrigins);
    }

    private static void requireOrigins(String name, List<String> origins) {
        for (var origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "%s has '%s' in it, but must list * or origins such as https://*.example.com"
                                .formatted(name, origin));
            }
        }
    }

    /**
     * Web pages of other origins that may call the control plane with a key. The server's default
     * is the pages that this machine itself serves, because no other site's page has such an
     * origin.
     *
     * @param allowedOrigins origins as for the APIs, or {@code none}
     */
    @ConfigurationProperties("paystub.sandbox")
    record Sandbox(@DefaultValue("none") List<String> allowedOrigins) {

        private static final String NONE = "none";

        Sandbox {
            allowedOrigins =
                    allowedOrigins.stream().filter(origin -> !origin.equals(NONE)).toList();
            requireOrigins("PAYSTUB_SANDBOX_ALLOWED_ORIGINS", allowedOrigins);
        }
    }
}
