package dev.paystub.security;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.BodyLimit;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/**
 * Security headers of the pages for people. The pages load nothing from other sites, cannot be
 * framed by other sites, and accept no form from another site's page.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    /** Hosted pages, whose links open an account. */
    @Bean
    ApiSurface hostedPagesSurface() {
        return ApiSurface.of("hosted pages", "/checkout/**", "/portal/**", "/crypto/**")
                .journalled()
                .source(request -> ApiSurface.Source.PAGE)
                .sameOriginOnly()
                .build();
    }

    /** Pages whose scripts call the APIs with a key. */
    @Bean
    ApiSurface consoleSurface() {
        return ApiSurface.of("console", "/console/**", "/demo/**").sameOriginOnly().build();
    }

    @Bean
    ExchangeStep pageStep(
            @Qualifier("hostedPagesSurface") ApiSurface hostedPages,
            @Qualifier("consoleSurface") ApiSurface console,
            ErrorFormats errorFormats) {
        return new PageStep(Set.of(hostedPages, console), errorFormats);
    }

    private static final class PageStep implements ExchangeStep {

        private final Set<ApiSurface> pages;
        private final ErrorFormats errorFormats;

        PageStep(Set<ApiSurface> pages, ErrorFormats errorFormats) {
            this.pages = pages;
            this.errorFormats = errorFormats;
        }

        @Override
        public int getOrder() {
            return BEFORE_CORS + 10;
        }

        @Override
        public boolean concerns(ApiSurface surface) {
            return pages.contains(surface);
        }

        @Override
        public void handle(
                Exchange exchange,
                HttpServletRequest request,
                HttpServletResponse response,
                FilterChain next)
                throws ServletException, IOException {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            // with "no-referrer" a browser hides the origin of a form
            response.setHeader("Referrer-Policy", "same-origin");
            var refusal = refusalOfForm(request);
            if (refusal == null) {
                next.doFilter(request, response);
            } else {
                errorFormats.write(request, response, refusal);
            }
        }

        /** Applies the rules of {@link BodyLimit} to a form that the container reads. */
        private static @Nullable ApiError refusalOfForm(HttpServletRequest request) {
            var encoding = BodyLimit.encoding(request);
            if (!encoding.isEmpty()) {
                return BodyLimit.unsupported(encoding);
            }
            var hasNul =
                    HttpMethod.POST.matches(request.getMethod())
                            && request.getParameterMap().values().stream()
                                    .flatMap(Arrays::stream)
                                    .anyMatch(value -> value.indexOf('\0') >= 0);
            return hasNul
                    ? new ApiError(
                            ApiError.Kind.INVALID, "A form must not contain the character U+0000")
                    : null;
        }
    }
}
