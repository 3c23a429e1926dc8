package dev.paystub.http;

import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Builds absolute URLs of this server as its callers see it. The base is {@code
 * PAYSTUB_PUBLIC_URL}; if that is not set, the current request's {@code Forwarded}, {@code
 * X-Forwarded-*} or {@code Host} header. Without either, as in scheduled work, the URL is the path
 * alone.
 */
@Component
public class PublicUrl {

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(?:/[A-Za-z0-9._~-]++)*+/?");

    private final String configured;

    PublicUrl(@Value("${paystub.public-url}") String configured) {
        if (!configured.isEmpty() && !ADDRESS.matcher(configured).matches()) {
            throw new IllegalArgumentException(
                    "PAYSTUB_PUBLIC_URL is '%s', but must be an address such as https://paystub.example or http://localhost:8080/stub"
                            .formatted(configured));
        }
        this.configured =
                configured.endsWith("/")
                        ? configured.substring(0, configured.length() - 1)
                        : configured;
    }

    /** Returns the configured host; empty if none is configured. */
    public String host() {
        return configured.isEmpty() ? "" : URI.create(configured).getHost();
    }

    public String of(String path) {
        return configured.isEmpty() && RequestContextHolder.getRequestAttributes() != null
                ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString() + path
                : configured + path;
    }
}
