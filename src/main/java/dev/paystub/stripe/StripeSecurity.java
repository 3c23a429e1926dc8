package dev.paystub.stripe;

import dev.paystub.account.Tokens;
import dev.paystub.http.ApiError;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.http.GuardStep;
import dev.paystub.security.BillingRights;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Access to Stripe's API, and the headers of its responses. */
@Configuration(proxyBeanMethods = false)
class StripeSecurity {

    private static final String REQUEST_ID = "Request-Id";
    private static final String STRIPE_VERSION = "Stripe-Version";

    /** Cloud Plans has a part of {@code /v1}. */
    @Bean
    ApiSurface stripeSurface(StripeErrorFormat errors) {
        return ApiSurface.of("stripe", StripeApi.PREFIXED + "/**", StripeApi.ROOT + "/**")
                .key(StripeKey::account)
                .errors(errors)
                .journalled()
                .source(request ->
                        StripeKey.isPublishable(request)
                                ? ApiSurface.Source.STRIPE_JS
                                : ApiSurface.Source.API)
                .pages(ApiSurface.Pages.ANY)
                .allowedHeaders(
                        STRIPE_VERSION,
                        "Stripe-Account",
                        "Stripe-Context",
                        "Accept",
                        "User-Agent",
                        "X-Stripe-Client-User-Agent",
                        "X-Stripe-Client-Telemetry")
                .exposedHeaders(REQUEST_ID, STRIPE_VERSION, "Idempotent-Replayed")
                .simulated()
                .rights(new BillingRights())
                .idempotent(
                        request -> String.valueOf(StripeKey.isPublishable(request)),
                        request -> StripeApi.path(request.getServletPath()),
                        HttpMethod.POST)
                .build();
    }

    /** Unknown paths below {@code /stripe}, whose errors have Stripe's format. */
    @Bean
    ApiSurface stripeUnknownSurface(StripeErrorFormat errors) {
        return ApiSurface.of("stripe unknown", "/stripe/**")
                .errors(errors, "/stripe/")
                .pages(ApiSurface.Pages.NONE)
                .build();
    }

    /** The calls of the page of 3-D Secure, which has no key. */
    @Bean
    ApiSurface stripeAuthenticationSurface(StripeErrorFormat errors) {
        return ApiSurface.of("stripe authentication", "/stripe/authentication")
                .errors(errors)
                .journalled()
                .source(request -> ApiSurface.Source.PAGE)
                .readingForms()
                .sameOriginOnly()
                .build();
    }

    @Bean
    ExchangeStep stripeHeaders() {
        return new StripeHeaders();
    }

    @Bean
    ExchangeStep publishableKeys(
            @Qualifier("stripeSurface") ApiSurface stripe, ErrorFormats errors) {
        return new PublishableKeys(stripe, errors);
    }

    /** Headers of every response: an id of the request, and the version that was asked for. */
    private static final class StripeHeaders implements ExchangeStep {

        private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,60}");
        private static final int ID_LENGTH = 14;

        @Override
        public int getOrder() {
            return AROUND + 20;
        }

        @Override
        public boolean concerns(ApiSurface surface) {
            return surface.name().startsWith("stripe");
        }

        @Override
        public void handle(
                Exchange exchange,
                HttpServletRequest request,
                HttpServletResponse response,
                FilterChain next)
                throws ServletException, IOException {
            response.setHeader(REQUEST_ID, "req_" + Tokens.unique(ID_LENGTH));
            var version = request.getHeader(STRIPE_VERSION);
            if (version != null && VERSION.matcher(version).matches()) {
                response.setHeader(STRIPE_VERSION, version);
            }
            next.doFilter(request, response);
        }
    }

    /** A publishable key is in every visitor's hands: it may do what a card form needs. */
    private static final class PublishableKeys extends GuardStep {

        private static final Pattern ALLOWED =
                Pattern.compile(
                        "POST /v1/(payment_methods|tokens)"
                                + "|GET /v1/(tokens|setup_intents|payment_intents)/[^/]+"
                                + "|POST /v1/(setup_intents|payment_intents)/[^/]+/confirm"
                                + "|GET /v1/elements/sessions");

        private final ApiSurface stripe;

        PublishableKeys(ApiSurface stripe, ErrorFormats errorFormats) {
            super(errorFormats);
            this.stripe = stripe;
        }

        @Override
        public int getOrder() {
            return AFTER_AUTHORIZATION + 100;
        }

        @Override
        public boolean concerns(ApiSurface surface) {
            return surface == stripe;
        }

        @Override
        protected @Nullable ApiError refusal(Exchange exchange, HttpServletRequest request) {
            var call = request.getMethod() + " " + StripeApi.path(exchange.path());
            return StripeKey.isPublishable(request) && !ALLOWED.matcher(call).matches()
                    ? ApiError.of(
                            StripeError.invalidRequest(
                                    401,
                                    "secret_key_required",
                                    "This API call cannot be made with a publishable API key."
                                            + " Please use a secret API key. You can find a list of"
                                            + " your API keys at"
                                            + " https://dashboard.stripe.com/account/apikeys.",
                                    null))
                    : null;
        }
    }
}
