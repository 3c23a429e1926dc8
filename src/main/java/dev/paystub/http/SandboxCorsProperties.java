package dev.paystub.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Web pages of other origins that may call the control plane with a key. The server's default is
 * the pages that this machine itself serves, because no other site's page has such an origin.
 *
 * @param allowedOrigins origins as in {@link CorsProperties}, or {@code none}
 */
@ConfigurationProperties("paystub.sandbox")
record SandboxCorsProperties(@DefaultValue("none") List<String> allowedOrigins) {

    private static final String NONE = "none";

    SandboxCorsProperties {
        allowedOrigins = allowedOrigins.stream().filter(origin -> !origin.equals(NONE)).toList();
        CorsProperties.requireOrigins("PAYSTUB_SANDBOX_ALLOWED_ORIGINS", allowedOrigins);
    }
}
