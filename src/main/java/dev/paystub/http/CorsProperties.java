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

    static void requireOrigins(String name, List<String> origins) {
        for (var origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "%s has '%s' in it, but must list * or origins such as https://*.example.com"
                                .formatted(name, origin));
            }
        }
    }
}
