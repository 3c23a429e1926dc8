package dev.paystub.stripe.js;

import dev.paystub.stripe.StripeApi;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The sessions that Stripe.js opens before it mounts the fields of a card form. */
@RestController
@Hidden
class ElementsController {

    private static final String SESSIONS = "/elements/sessions";

    private final Clock clock;

    ElementsController(Clock clock) {
        this.clock = clock;
    }

    /**
     * A session of a card form.
     *
     * @param now the time of the account's clock, in seconds since the epoch
     */
    record ElementsSession(String object, boolean livemode, long now) {}

    @GetMapping({StripeApi.ROOT + SESSIONS, StripeApi.PREFIXED + SESSIONS})
    ElementsSession session() {
        return new ElementsSession("elements_session", false, clock.instant().getEpochSecond());
    }
}
