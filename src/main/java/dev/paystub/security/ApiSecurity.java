package dev.paystub.security;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiSurfaces;
import dev.paystub.http.CrossOrigin;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.http.ExchangeSteps;
import dev.paystub.http.MalformedRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.BeanIds;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * Spring Security's filter chain, one for all surfaces. It is not built by {@code HttpSecurity},
 * whose defaults (headers, session, request cache, logout, anonymous caller) serve pages with a
 * login and were measured at several times the cost of a request's own work.
 */
@Configuration(proxyBeanMethods = false)
public class ApiSecurity {

    /** Characters that are assigned and do not control anything, as in Spring's firewall. */
    private static final Pattern NAME = Pattern.compile("[\\p{IsAssigned}&&[^\\p{IsControl}]]*");

    private static final Pattern VALUE =
            Pattern.compile("[\\p{IsAssigned}&&[[^\\p{IsControl}]||\\t]]*");

    @Bean
    SecurityFilterChain chain(
            ApiSurfaces surfaces,
            List<ExchangeStep> steps,
            CrossOrigin crossOrigin,
            ErrorFormats errorFormats) {
        var authorization = new AuthorizationFilter(callersMayDoWhatTheirRolesAllow());
        authorization.setFilterErrorDispatch(false); // already checked as a request
        authorization.setFilterAsyncDispatch(false);
        var denied =
                new ExceptionTranslationFilter((request, response, unauthenticated) -> {
                    throw unauthenticated; // a request without a key was refused before
                });
        denied.setAccessDeniedHandler(
                (request, response, refusal) -> refuse(request, response, refusal, errorFormats));
        return new DefaultSecurityFilterChain(
                AnyRequestMatcher.INSTANCE,
                new ExchangeSteps(
                        surfaces, steps, ExchangeStep.BEFORE_CORS, ExchangeStep.CREDENTIALS),
                crossOrigin.filter(),
                new ExchangeSteps(
                        surfaces,
                        steps,
                        ExchangeStep.CREDENTIALS,
                        ExchangeStep.AFTER_AUTHORIZATION),
                denied,
                authorization,
                new ExchangeSteps(
                        surfaces, steps, ExchangeStep.AFTER_AUTHORIZATION, Integer.MAX_VALUE));
    }

    /**
     * Returns the filter under the name by which Spring Boot registers it. Because it is declared
     * here, {@code @EnableWebSecurity} is not: it would build what {@code HttpSecurity} needs, and
     * parse each path once more.
     */
    @Bean(BeanIds.SPRING_SECURITY_FILTER_CHAIN)
    FilterChainProxy filter(
            SecurityFilterChain chain, HttpFirewall firewall, RequestRejectedHandler oddRequests) {
        var filter = new FilterChainProxy(chain);
        filter.setFirewall(firewall);
        filter.setRequestRejectedHandler(oddRequests);
        return filter;
    }

    private static AuthorizationManager<HttpServletRequest> callersMayDoWhatTheirRolesAllow() {
        var granted = new AuthorizationDecision(true);
        return (caller, request) -> {
            var rights = Exchange.of(request).surface().rights();
            return rights == null ? granted : rights.authorize(caller, request);
        };
    }

    /**
     * Reports a missing right. Only {@link BillingRights} refuses a caller whose account is open.
     */
    private static void refuse(
            HttpServletRequest request,
            HttpServletResponse response,
            AccessDeniedException refusal,
            ErrorFormats errorFormats)
            throws IOException {
        if (SecurityContextHolder.getContext().getAuthentication()
                instanceof AccountAuthentication caller) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(ApiError.Kind.FORBIDDEN, BillingRights.explain(caller, request)));
        } else {
            throw refusal;
        }
    }

    /**
     * Returns Spring's strict firewall, except that it lets unknown methods pass, so that they are
     * reported as wrong methods. It compares names and values by regular expressions each time that
     * one is read; what is plain ASCII is accepted without.
     */
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowedHeaderNames(text -> isPlain(text) || NAME.matcher(text).matches());
        firewall.setAllowedHeaderValues(text -> isPlain(text) || VALUE.matcher(text).matches());
        return firewall;
    }

    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    @Bean
    RequestRejectedHandler oddRequests(ErrorFormats errorFormats) {
        return (request, response, rejected) ->
                errorFormats.write(
                        request,
                        response,
                        MalformedRequests.oddPath(request.getMethod(), request.getRequestURI()));
    }
}
