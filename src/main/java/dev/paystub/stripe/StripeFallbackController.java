package dev.paystub.stripe;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Refuses every path of Stripe's API that the sandbox does not simulate. */
@RestController
@Hidden
class StripeFallbackController {

    /**
     * Matches all remaining paths of Stripe's API except those of Cloud Plans, so that Stripe's
     * clients throw. The word search is not taken for an id.
     */
    @RequestMapping({
        StripeApi.PREFIXED + "/**",
        StripeApi.ROOT,
        StripeApi.ROOT + "/",
        StripeApi.ROOT + "/{first:(?!organizations$).+}/**",
        StripeApi.ROOT + "/customers/search",
        StripeApi.ROOT + "/payment_intents/search",
        StripeApi.PREFIXED + "/customers/search",
        StripeApi.PREFIXED + "/payment_intents/search"
    })
    void unknown(HttpServletRequest request) {
        throw StripeError.invalidRequest(
                404,
                null,
                "Unrecognized request URL (%s: %s). Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
                        .formatted(request.getMethod(), StripeApi.path(request.getServletPath())),
                null);
    }
}
