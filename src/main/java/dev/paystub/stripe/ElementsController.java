package dev.paystub.stripe;

import dev.paystub.account.AccountDirectory;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the browser's script asks when it begins and says at its end, and what nobody knows. */
@RestController
@Hidden
class ElementsController {

    private static final String SESSIONS = "/elements/sessions";

    private final IntentService intentService;
    private final AccountDirectory directory;
    private final StripeJson shapes;
    private final Clock clock;

    ElementsController(
            IntentService intentService,
            AccountDirectory directory,
            StripeJson shapes,
            Clock clock) {
        this.intentService = intentService;
        this.directory = directory;
        this.shapes = shapes;
        this.clock = clock;
    }

    /** A session of a card form; {@code now} is the account's clock, in seconds. */
    record ElementsSession(String object, boolean livemode, long now) {}

    @GetMapping({StripeApi.ROOT + SESSIONS, StripeApi.PREFIXED + SESSIONS})
    ElementsSession session() {
        return new ElementsSession("elements_session", false, clock.instant().getEpochSecond());
    }

    /**
     * What the page says on which a holder authenticates. It carries no key: the client secret
     * names the intent and the account.
     */
    @PostMapping("/stripe/authentication")
    Object authenticate(HttpServletRequest request) throws Exception {
        var params = FormParameters.of(request);
        var secret = params.required("client_secret");
        params.required("outcome");
        var complete =
                params.choice("outcome", "complete", "fail").filter("complete"::equals).isPresent();
        params.refuseOthers();
        var shape = new AtomicReference<@Nullable Object>();
        directory.asOwnerOfLink(
                IntentService.link(secret),
                () ->
                        shape.set(
                                shapes.intent(
                                        intentService.authenticate(secret, complete),
                                        true,
                                        Expand.NOTHING)));
        var found = shape.get();
        if (found == null) {
            throw IntentService.noSuchSecret();
        }
        return found;
    }

    /**
     * Everything else that is Stripe's, so that its clients throw; not what is Cloud Plans'. A
     * search is no id.
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
        throw StripeError.refusal(
                404,
                null,
                "Unrecognized request URL (%s: %s). Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
                        .formatted(request.getMethod(), StripeApi.path(request.getServletPath())),
                null);
    }
}
