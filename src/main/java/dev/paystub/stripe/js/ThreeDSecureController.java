package dev.paystub.stripe.js;

import dev.paystub.engine.AccountDirectory;
import dev.paystub.stripe.Expand;
import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.intent.IntentRenderer;
import dev.paystub.stripe.intent.IntentService;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Receives the outcome of the 3-D Secure challenge from {@code /stripe-js/challenge.html}. */
@RestController
@Hidden
class ThreeDSecureController {

    private final IntentService intentService;
    private final IntentRenderer renderer;
    private final AccountDirectory directory;

    ThreeDSecureController(
            IntentService intentService, IntentRenderer renderer, AccountDirectory directory) {
        this.intentService = intentService;
        this.renderer = renderer;
        this.directory = directory;
    }

    /**
     * Completes or fails the authentication of an intent. The request carries no key: the client
     * secret names the intent and the account.
     */
    @PostMapping("/stripe/authentication")
    Object authenticate(HttpServletRequest request) throws Exception {
        var params = FormParameters.of(request);
        var secret = params.required("client_secret");
        params.required("outcome");
        var complete =
                params.choice("outcome", "complete", "fail").filter("complete"::equals).isPresent();
        params.rejectUnknown();
        var rendered = new AtomicReference<@Nullable Object>();
        directory.asOwnerOfLink(
                IntentService.accountLink(secret),
                () ->
                        rendered.set(
                                renderer.intent(
                                        intentService.authenticate(secret, complete),
                                        true,
                                        Expand.NOTHING)));
        var intent = rendered.get();
        if (intent == null) {
            throw IntentService.noSuchSecret();
        }
        return intent;
    }
}
