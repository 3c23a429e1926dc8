package dev.paystub.http;

import dev.paystub.account.Tokens;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/**
 * Sets two headers of every response: {@code Paystub}, which shows that the response is not from
 * production, and {@code X-Request-Id}, the caller's own id or a new one. The id is also in every
 * line that is logged during the request.
 */
@Component
class RequestIds {

    static final String HEADER = "X-Request-Id";

    private static final String NAME = "Paystub";
    private static final Pattern SENSIBLE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int LENGTH = 20;

    private final String name;

    RequestIds(ObjectProvider<BuildProperties> build) {
        var properties = build.getIfAvailable();
        this.name = properties == null ? "sandbox" : "sandbox " + properties.getVersion();
    }

    /** Returns a new id, unique among all requests. */
    static String unique() {
        return Tokens.unique(LENGTH);
    }

    /** Sets the headers unless the response has them already; returns the request's id. */
    String mark(@Nullable String sentId, HttpServletResponse response) {
        var given = response.getHeader(HEADER);
        if (given != null) {
            return given;
        }
        var id = sentId != null && SENSIBLE.matcher(sentId).matches() ? sentId : unique();
        response.setHeader(NAME, name);
        response.setHeader(HEADER, id);
        return id;
    }
}
