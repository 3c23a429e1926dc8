package dev.paystub.stripe;

import dev.paystub.account.Tokens;
import dev.paystub.http.ApiError;
import dev.paystub.http.ApiSecurity;
import dev.paystub.http.ErrorFormats;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who may call Stripe's API, and what every answer of it carries. */
@Configuration(proxyBeanMethods = false)
class StripeSecurity {

    private static final String[] API = {StripeApi.PREFIXED + "/**", StripeApi.ROOT + "/**"};
    private static final String REQUEST_ID = "Request-Id";
    private static final String STRIPE_VERSION = "Stripe-Version";

    /** Comes after Cloud Plans' chain, which has the rest of {@code /v1}. */
    @Bean
    @Order(6)
    SecurityFilterChain stripeChain(HttpSecurity http, ApiSecurity api, ErrorFormats errorFormats)
            throws Exception {
        var extras =
                new ApiSecurity.Extras(
                        List.of(
                                STRIPE_VERSION,
                                "Stripe-Account",
                                "Stripe-Context",
                                "Accept",
                                "User-Agent",
                                "X-Stripe-Client-User-Agent",
                                "X-Stripe-Client-Telemetry"),
                        List.of(REQUEST_ID, STRIPE_VERSION, "Idempotent-Replayed"),
                        List.of(
                                api.roles(),
                                new PublishableKeys(errorFormats),
                                api.idempotency(
                                        request -> StripeApi.path(request.getServletPath()),
                                        request -> String.valueOf(StripeKey.isPublishable(request)),
                                        HttpMethod.POST)));
        return api.open(http, StripeKey::account, extras, API);
    }

    /** Before everything that may answer. */
    @Bean
    FilterRegistrationBean<Marks> stripeMarks() {
        var registration = new FilterRegistrationBean<>(new Marks());
        registration.addUrlPatterns("/stripe/*", StripeApi.ROOT + "/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** Headers of every answer: an id of the request, and the version that was asked for. */
    static final class Marks extends OncePerRequestFilter {

        private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,60}");
        private static final int ID_LENGTH = 14;

        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            return !StripeApi.has(request.getServletPath());
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            response.setHeader(REQUEST_ID, "req_" + Tokens.unique(ID_LENGTH));
            var version = request.getHeader(STRIPE_VERSION);
            if (version != null && VERSION.matcher(version).matches()) {
                response.setHeader(STRIPE_VERSION, version);
            }
            chain.doFilter(request, response);
        }
    }

    /** A publishable key is in every visitor's hands: it may do what a card form needs. */
    private static final class PublishableKeys extends OncePerRequestFilter {

        private static final Pattern ALLOWED =
                Pattern.compile(
                        "POST /v1/(payment_methods|tokens)"
                                + "|GET /v1/(tokens|setup_intents|payment_intents)/[^/]+"
                                + "|POST /v1/(setup_intents|payment_intents)/[^/]+/confirm"
                                + "|GET /v1/elements/sessions");

        private final ErrorFormats errorFormats;

        PublishableKeys(ErrorFormats errorFormats) {
            this.errorFormats = errorFormats;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            var call = request.getMethod() + " " + StripeApi.path(request.getServletPath());
            if (StripeKey.isPublishable(request) && !ALLOWED.matcher(call).matches()) {
                var refusal =
                        StripeError.refusal(
                                401,
                                "secret_key_required",
                                "This API call cannot be made with a publishable API key. Please"
                                        + " use a secret API key. You can find a list of your API"
                                        + " keys at https://dashboard.stripe.com/account/apikeys.",
                                null);
                errorFormats.write(request, response, ApiError.of(refusal));
            } else {
                chain.doFilter(request, response);
            }
        }
    }
}
