package dev.paystub.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Pages a person looks at: they load nothing from elsewhere, stand in nobody's frame, and take no
 * form that another site's page has sent.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private final ErrorFormats errorFormats;

    PageSecurity(ErrorFormats errorFormats) {
        this.errorFormats = errorFormats;
    }

    @Bean
    @Order(4)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return ApiSecurity.lean(http)
                .securityMatcher(
                        "/checkout/**", "/portal/**", "/crypto/**", "/console/**", "/demo/**")
                .addFilterBefore(new PageFilter(errorFormats), AuthorizationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    /** What a page's script sends without a key, and is answered with JSON. */
    @Bean
    @Order(5)
    SecurityFilterChain scriptsOfPages(HttpSecurity http, BodyLimit bodies) throws Exception {
        return ApiSecurity.lean(http)
                .securityMatcher("/stripe/authentication")
                .addFilterBefore(new SameOriginFilter(errorFormats), AuthorizationFilter.class)
                .addFilterBefore(new BodyFilter(errorFormats, bodies), AuthorizationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    private static final class PageFilter extends SameOriginFilter {

        private final ErrorFormats errorFormats;

        PageFilter(ErrorFormats errorFormats) {
            super(errorFormats);
            this.errorFormats = errorFormats;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            // not "no-referrer", with which a browser hides where a form came from
            response.setHeader("Referrer-Policy", "same-origin");
            var refusal = refusalOfForm(request);
            if (refusal == null) {
                super.doFilterInternal(request, response, chain);
            } else {
                errorFormats.write(request, response, refusal);
            }
        }

        /** What {@link BodyLimit} asks of bodies, of a form that the container reads. */
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
