package dev.paystub.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Reads every body before a controller looks at it. It comes after the security chains, whose CORS
 * headers a web page needs to read a refusal. A form's fields are the container's to read, unless
 * its chain has read them.
 */
@Component
@Order(0)
class BodyLimitFilter extends BodyFilter {

    BodyLimitFilter(ErrorFormats errorFormats, BodyLimit bodies) {
        super(errorFormats, bodies);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }
}
