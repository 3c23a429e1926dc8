package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The operator's routes, which see all accounts: with {@code PAYSTUB_ADMIN_TOKEN} set they want it
 * as Bearer; without it they answer only callers on the machine itself.
 */
@Configuration(proxyBeanMethods = false)
class OperatorSecurity {

    private final Dialects dialects;
    private final String token;

    OperatorSecurity(Dialects dialects, @Value("${paystub.admin-token}") String token) {
        this.dialects = dialects;
        this.token = token;
    }

    @Bean
    @Order(0)
    SecurityFilterChain operatorChain(HttpSecurity http) throws Exception {
        return ApiSecurity.lean(http)
                .securityMatcher("/sandbox/accounts", "/sandbox/accounts/**")
                .addFilterBefore(new OwnPagesOnly(dialects), AuthorizationFilter.class)
                .addFilterBefore(new OperatorFilter(dialects, token), AuthorizationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    private static final class OperatorFilter extends OncePerRequestFilter {

        private final Dialects dialects;
        private final String token;

        OperatorFilter(Dialects dialects, String token) {
            this.dialects = dialects;
            this.token = token;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (token.isEmpty() && !isFromThisMachine(request)) {
                refuse(
                        request,
                        response,
                        Kind.FORBIDDEN,
                        "Operator routes answer only callers on the same machine; set"
                                + " PAYSTUB_ADMIN_TOKEN to use them from elsewhere");
            } else if (!token.isEmpty() && !isSent(request)) {
                refuse(
                        request,
                        response,
                        Kind.UNAUTHENTICATED,
                        "Operator routes need PAYSTUB_ADMIN_TOKEN, as Authorization: Bearer");
            } else {
                chain.doFilter(request, response);
            }
        }

        private void refuse(
                HttpServletRequest request, HttpServletResponse response, Kind kind, String why)
                throws IOException {
            dialects.write(request, response, new Failure(kind, why));
        }

        private boolean isSent(HttpServletRequest request) {
            var sent = ApiSecurity.bearer(request);
            return sent != null
                    && MessageDigest.isEqual(
                            sent.getBytes(StandardCharsets.UTF_8),
                            token.getBytes(StandardCharsets.UTF_8));
        }

        private static boolean isFromThisMachine(HttpServletRequest request) {
            try {
                return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false; // a proxy named its caller by something that is no address
            }
        }
    }
}
