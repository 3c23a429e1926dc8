package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

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

    private final Dialects dialects;

    PageSecurity(Dialects dialects) {
        this.dialects = dialects;
    }

    @Bean
    @Order(4)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return ApiSecurity.lean(http)
                .securityMatcher(
                        "/checkout/**", "/portal/**", "/crypto/**", "/console/**", "/demo/**")
                .addFilterBefore(new PageFilter(dialects), AuthorizationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    /** What a page's script sends without a key, and is answered with JSON. */
    @Bean
    @Order(5)
    SecurityFilterChain scriptsOfPages(HttpSecurity http, LimitedBodies bodies) throws Exception {
        return ApiSecurity.lean(http)
                .securityMatcher("/stripe/authentication")
                .addFilterBefore(new OwnPagesOnly(dialects), AuthorizationFilter.class)
                .addFilterBefore(new BodyFilter(dialects, bodies), AuthorizationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    private static final class PageFilter extends OwnPagesOnly {

        PageFilter(Dialects dialects) {
            super(dialects);
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            // not "no-referrer", with which a browser hides where a form came from
            response.setHeader("Referrer-Policy", "same-origin");
            super.doFilterInternal(request, response, chain);
        }
    }

    /** Lets nothing be changed by another site's page. */
    private static class OwnPagesOnly extends OncePerRequestFilter {

        private final Dialects dialects;

        OwnPagesOnly(Dialects dialects) {
            this.dialects = dialects;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (isRead(request) || isFromHere(request)) {
                chain.doFilter(request, response);
            } else {
                dialects.write(
                        request,
                        response,
                        new Failure(
                                Kind.FORBIDDEN,
                                "This form was sent from another site's page; nothing was"
                                        + " changed"));
            }
        }

        private static boolean isRead(HttpServletRequest request) {
            return HttpMethod.GET.matches(request.getMethod())
                    || HttpMethod.HEAD.matches(request.getMethod());
        }

        /** A browser says where a form came from; what says nothing is no browser. */
        private static boolean isFromHere(HttpServletRequest request) {
            var site = request.getHeader("Sec-Fetch-Site");
            return site == null ? isOfOrigin(request) : isSameSite(site);
        }

        private static boolean isSameSite(String site) {
            return site.equals("same-origin") || site.equals("none");
        }

        private static boolean isOfOrigin(HttpServletRequest request) {
            @Nullable String origin = request.getHeader("Origin");
            return origin == null || !CorsUtils.isCorsRequest(request);
        }
    }
}
