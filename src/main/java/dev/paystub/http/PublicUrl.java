package dev.paystub.http;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Absolute addresses of this server as its caller sees it: from {@code PAYSTUB_PUBLIC_URL},
 * otherwise from the request's own {@code Forwarded}, {@code X-Forwarded-*} or {@code Host}; with
 * neither, when time has come for something, the path alone.
 */
@Component
public class PublicUrl {

    private final String configured;

    PublicUrl(@Value("${paystub.public-url}") String configured) {
        this.configured =
                configured.endsWith("/")
                        ? configured.substring(0, configured.length() - 1)
                        : configured;
    }

    public String of(String path) {
        return configured.isEmpty() && RequestContextHolder.getRequestAttributes() != null
                ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString() + path
                : configured + path;
    }
}
