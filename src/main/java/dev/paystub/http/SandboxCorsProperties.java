package dev.paystub.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which web pages of other origins may drive the control plane, with a key. Unless it is said,
 * those that this machine serves: no page of anybody else's has such an origin.
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
