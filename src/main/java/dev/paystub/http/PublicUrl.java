package dev.paystub.http;

import jakarta.servlet.http.HttpServletRequest;
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

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

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

    /** Returns the URL of a path, for a request that no controller has been found for yet. */
    public String of(HttpServletRequest request, String path) {
        if (!configured.isEmpty()) {
            return configured + path;
        }
        var scheme = request.getScheme();
        var port = request.getServerPort();
        var usual = port <= 0 || port == (scheme.equals("https") ? HTTPS_PORT : HTTP_PORT);
        return scheme
                + "://"
                + request.getServerName()
                + (usual ? "" : ":" + port)
                + request.getContextPath()
                + path;
    }

    public String of(String path) {
        return configured.isEmpty() && RequestContextHolder.getRequestAttributes() != null
                ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString() + path
                : configured + path;
    }
}
