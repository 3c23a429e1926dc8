package dev.paystub.stripe;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the browser's script asks when it begins, and what nobody knows. */
@RestController
@Hidden
class ElementsController {

    private final Clock clock;

    ElementsController(Clock clock) {
        this.clock = clock;
    }

    /** A session of a card form; {@code now} is the account's clock, in seconds. */
    record ElementsSession(String object, boolean livemode, long now) {}

    @GetMapping("/stripe/v1/elements/sessions")
    ElementsSession session() {
        return new ElementsSession("elements_session", false, clock.instant().getEpochSecond());
    }

    @RequestMapping("/stripe/v1/**")
    void unknown(HttpServletRequest request) {
        throw StripeError.refusal(
                404,
                null,
                "Unrecognized request URL (%s: %s). Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
                        .formatted(
                                request.getMethod(),
                                request.getServletPath().replaceFirst("^/stripe", "")),
                null);
    }
}
