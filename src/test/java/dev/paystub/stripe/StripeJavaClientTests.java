package dev.paystub.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerPaymentMethodListParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentUpdateParams;
import com.stripe.param.PaymentMethodAttachParams;
import com.stripe.param.PaymentMethodCreateParams;
import com.stripe.param.PaymentMethodListParams;
import com.stripe.param.PaymentMethodUpdateParams;
import com.stripe.param.SetupIntentConfirmParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.service.V1Services;
import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Stripe's Java client works with the stand-in when only its base address is changed. */
@ServerTest
class StripeJavaClientTests {

    private static final String CUSTOMER = "cus_Pil9K60xftjZ88";

    /** The account's time: 2024-06-09T15:23:43.444Z. */
    private static final long NOW = 1_717_946_623;

    @LocalServerPort private int port;
    private Caller caller;
    private V1Services stripe;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        stripe = client("sk_test_" + caller.key());
    }

    private V1Services client(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase("http://localhost:" + port + "/stripe")
                .build()
                .v1();
    }

    /** Returns a client for the API without a path prefix. */
    private V1Services atTheRoot() {
        return StripeClient.builder()
                .setApiKey("sk_test_" + caller.key())
                .setApiBase("http://localhost:" + port)
                .build()
                .v1();
    }

    @Test
    void customersAndTheirCardsAtTheRoot() throws StripeException {
        var root = atTheRoot();
        var ann =
                root.customers()
                        .create(
                                CustomerCreateParams.builder()
                                        .setName("Ann Lee")
                                        .setEmail("ann@example.com")
                                        .putMetadata("plan", "gold")
                                        .build());
        assertThat(root.customers().retrieve(ann.getId())).isEqualTo(ann);
        var method =
                root.paymentMethods()
                        .attach(
                                "pm_card_visa",
                                PaymentMethodAttachParams.builder()
                                        .setCustomer(ann.getId())
                                        .build());
        var cards =
                root.customers()
                        .paymentMethods()
                        .list(
                                ann.getId(),
                                CustomerPaymentMethodListParams.builder()
                                        .addExpand("data.customer")
                                        .build());
        assertThat(cards.getData())
                .singleElement()
                .satisfies(card -> {
                    assertThat(card.getId()).isEqualTo(method.getId());
                    assertThat(card.getCustomerObject().getEmail()).isEqualTo("ann@example.com");
                });
        assertThat(root.customers().paymentMethods().retrieve(ann.getId(), method.getId()))
                .isEqualTo(method);
        var everybody = root.customers().list(CustomerListParams.builder().setLimit(1L).build());
        assertThat(everybody.getHasMore()).isTrue();
        var ids = new ArrayList<String>();
        everybody.autoPagingIterable().forEach(customer -> ids.add(customer.getId()));
        assertThat(ids).containsExactly(ann.getId(), CUSTOMER);
    }

    @Test
    void intentsAtTheRoot() throws StripeException {
        var root = atTheRoot();
        var intent =
                root.paymentIntents()
                        .create(
                                PaymentIntentCreateParams.builder()
                                        .setAmount(1999L)
                                        .setCurrency("usd")
                                        .setAutomaticPaymentMethods(
                                                PaymentIntentCreateParams.AutomaticPaymentMethods
                                                        .builder()
                                                        .setEnabled(true)
                                                        .setAllowRedirects(
                                                                PaymentIntentCreateParams
                                                                        .AutomaticPaymentMethods
                                                                        .AllowRedirects.NEVER)
                                                        .build())
                                        .build());
        assertThat(intent.getAutomaticPaymentMethods().getAllowRedirects()).isEqualTo("never");
        var updated =
                root.paymentIntents()
                        .update(
                                intent.getId(),
                                PaymentIntentUpdateParams.builder()
                                        .setAmount(2500L)
                                        .putMetadata("order", "6")
                                        .build());
        assertThat(updated.getAmount()).isEqualTo(2500);
        var paid =
                root.paymentIntents()
                        .confirm(
                                intent.getId(),
                                PaymentIntentConfirmParams.builder()
                                        .setPaymentMethod("pm_card_visa")
                                        .addExpand("latest_charge")
                                        .build());
        assertThat(paid.getLatestChargeObject().getAmountCaptured()).isEqualTo(2500);
        assertThat(paid.getLatestChargeObject().getPaymentMethodDetails().getCard().getLast4())
                .isEqualTo("4242");
        var listed =
                root.paymentIntents()
                        .list(
                                PaymentIntentListParams.builder()
                                        .setLimit(3L)
                                        .addExpand("data.latest_charge")
                                        .build());
        assertThat(listed.getData()).containsExactly(paid);
        var setup = root.setupIntents().create();
        assertThat(root.setupIntents().list().getData()).containsExactly(setup);
        assertThat(root.setupIntents().cancel(setup.getId()).getStatus()).isEqualTo("canceled");
        assertThat(
                        catchThrowableOfType(
                                        InvalidRequestException.class,
                                        () -> root.charges().retrieve("ch_x"))
                                .getMessage())
                .startsWith("Unrecognized request URL (GET: /v1/charges/ch_x)");
    }

    private static PaymentMethodCreateParams.Builder card(String number) {
        return PaymentMethodCreateParams.builder()
                .setType(PaymentMethodCreateParams.Type.CARD)
                .setCard(
                        PaymentMethodCreateParams.CardDetails.builder()
                                .setNumber(number)
                                .setExpMonth(8L)
                                .setExpYear(2030L)
                                .setCvc("123")
                                .build());
    }

    private static PaymentMethodAttachParams toCustomer() {
        return PaymentMethodAttachParams.builder().setCustomer(CUSTOMER).build();
    }

    @Test
    void createsAndRetrievesAPaymentMethod() throws StripeException {
        var created =
                stripe.paymentMethods()
                        .create(
                                card("5200828282828210")
                                        .setBillingDetails(
                                                PaymentMethodCreateParams.BillingDetails.builder()
                                                        .setName("Zoë Ünal")
                                                        .setEmail("zoe@example.com")
                                                        .setAddress(
                                                                PaymentMethodCreateParams
                                                                        .BillingDetails.Address
                                                                        .builder()
                                                                        .setCountry("DE")
                                                                        .setPostalCode("10115")
                                                                        .build())
                                                        .build())
                                        .putMetadata("order", "6 & 7")
                                        .build());

        assertThat(created.getId()).matches("pm_[A-Za-z0-9]{24}");
        assertThat(created.getLastResponse().requestId()).startsWith("req_");
        var found = stripe.paymentMethods().retrieve(created.getId());
        assertThat(found).isEqualTo(created);
        assertThat(found.getCustomer()).isNull();
        assertThat(found.getCreated()).isEqualTo(NOW);
        assertThat(found.getLivemode()).isFalse();
        assertThat(found.getMetadata()).containsOnly(java.util.Map.entry("order", "6 & 7"));
        assertThat(found.getBillingDetails().getName()).isEqualTo("Zoë Ünal");
        assertThat(found.getBillingDetails().getEmail()).isEqualTo("zoe@example.com");
        assertThat(found.getBillingDetails().getAddress().getCountry()).isEqualTo("DE");
        assertThat(found.getCard().getBrand()).isEqualTo("mastercard");
        assertThat(found.getCard().getLast4()).isEqualTo("8210");
        assertThat(found.getCard().getFunding()).isEqualTo("debit");
        assertThat(found.getCard().getExpMonth()).isEqualTo(8);
        assertThat(found.getCard().getExpYear()).isEqualTo(2030);
        assertThat(found.getCard().getThreeDSecureUsage().getSupported()).isTrue();
        assertThat(found.getCard().getNetworks().getAvailable()).containsExactly("mastercard");
    }

    @Test
    void attachesUpdatesListsAndDetaches() throws StripeException {
        var first = stripe.paymentMethods().create(card("4242424242424242").build());
        stripe.paymentMethods().attach(first.getId(), toCustomer());
        var second = stripe.paymentMethods().attach("pm_card_amex", toCustomer());
        assertThat(second.getCustomer()).isEqualTo(CUSTOMER);

        var updated =
                stripe.paymentMethods()
                        .update(
                                first.getId(),
                                PaymentMethodUpdateParams.builder()
                                        .setCard(
                                                PaymentMethodUpdateParams.Card.builder()
                                                        .setExpYear(2033L)
                                                        .build())
                                        .putMetadata("a", "b")
                                        .build());
        assertThat(updated.getCard().getExpYear()).isEqualTo(2033);
        assertThat(updated.getMetadata()).containsEntry("a", "b");

        var list =
                PaymentMethodListParams.builder()
                        .setCustomer(CUSTOMER)
                        .setType(PaymentMethodListParams.Type.CARD)
                        .setLimit(1L)
                        .build();
        var page = stripe.paymentMethods().list(list);
        assertThat(page.getHasMore()).isTrue();
        assertThat(page.autoPagingIterable())
                .extracting(com.stripe.model.PaymentMethod::getId)
                .containsExactly(second.getId(), first.getId());

        assertThat(stripe.paymentMethods().detach(first.getId()).getCustomer()).isNull();
        assertThat(stripe.paymentMethods().list(list).getData())
                .extracting(com.stripe.model.PaymentMethod::getId)
                .containsExactly(second.getId());
        var refused =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> stripe.paymentMethods().attach(first.getId(), toCustomer()));
        assertThat(refused.getStripeError().getMessage())
                .startsWith("This PaymentMethod was previously used without being attached");
    }

    @Test
    void decliningCardIsATypedExceptionWhenAttached() throws StripeException {
        var card = stripe.paymentMethods().create(card("4000000000009995").build());

        var declined =
                catchThrowableOfType(
                        CardException.class,
                        () -> stripe.paymentMethods().attach(card.getId(), toCustomer()));

        assertThat(declined.getCode()).isEqualTo("card_declined");
        assertThat(declined.getDeclineCode()).isEqualTo("insufficient_funds");
        assertThat(declined.getUserMessage()).isEqualTo("Your card has insufficient funds.");
        assertThat(declined.getRequestId()).startsWith("req_");
        assertThat(declined.getStripeError().getDocUrl())
                .isEqualTo("https://stripe.com/docs/error-codes/card-declined");
        assertThat(stripe.paymentMethods().retrieve(card.getId()).getCustomer()).isNull();
    }

    @Test
    void wrongRequestsAreTypedExceptions() {
        var unknown =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> stripe.paymentMethods().retrieve("pm_nonesuch"));
        assertThat(unknown.getStatusCode()).isEqualTo(404);
        assertThat(unknown.getCode()).isEqualTo("resource_missing");
        assertThat(unknown.getStripeError().getMessage())
                .isEqualTo("No such PaymentMethod: 'pm_nonesuch'");

        var stranger =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> stripe.customers().retrieve("cus_nobody"));
        assertThat(stranger.getStripeError().getMessage())
                .isEqualTo("No such customer: 'cus_nobody'");

        var missing =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () ->
                                stripe.paymentMethods()
                                        .create(PaymentMethodCreateParams.builder().build()));
        assertThat(missing.getParam()).isEqualTo("type");
        assertThat(missing.getCode()).isEqualTo("parameter_missing");

        var extra =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () ->
                                stripe.paymentMethods()
                                        .create(
                                                card("4242424242424242")
                                                        .putExtraParam("foo", "bar")
                                                        .build()));
        assertThat(extra.getStripeError().getMessage())
                .isEqualTo("Received unknown parameter: foo");

        var wrongNumber =
                catchThrowableOfType(
                        CardException.class,
                        () -> stripe.paymentMethods().create(card("4242424242424241").build()));
        assertThat(wrongNumber.getCode()).isEqualTo("incorrect_number");

        var badKey =
                catchThrowableOfType(
                        AuthenticationException.class,
                        () -> client("sk_test_invalid").customers().retrieve(CUSTOMER));
        assertThat(badKey.getStatusCode()).isEqualTo(401);
    }

    @Test
    void cardIsSetUpOnceItsHolderHasAuthenticated() throws StripeException {
        var intent =
                stripe.setupIntents()
                        .create(
                                SetupIntentCreateParams.builder()
                                        .setCustomer(CUSTOMER)
                                        .addPaymentMethodType("card")
                                        .build());
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getUsage()).isEqualTo("off_session");

        var waiting =
                stripe.setupIntents()
                        .confirm(
                                intent.getId(),
                                SetupIntentConfirmParams.builder()
                                        .setPaymentMethod("pm_card_threeDSecure2Required")
                                        .setReturnUrl("https://shop.example/done?a=b&c=d")
                                        .build());
        assertThat(waiting.getStatus()).isEqualTo("requires_action");
        assertThat(waiting.getNextAction().getRedirectToUrl().getReturnUrl())
                .isEqualTo("https://shop.example/done?a=b&c=d");
        assertThat(waiting.getNextAction().getRedirectToUrl().getUrl())
                .isEqualTo(
                        "http://localhost:%d/stripe-js/challenge.html#client_secret=%s&return_url=%s"
                                .formatted(
                                        port,
                                        intent.getClientSecret(),
                                        "https%3A%2F%2Fshop.example%2Fdone%3Fa%3Db%26c%3Dd"));

        authenticate(intent.getClientSecret(), "complete");

        var done = stripe.setupIntents().retrieve(intent.getId());
        assertThat(done.getStatus()).isEqualTo("succeeded");
        assertThat(done.getNextAction()).isNull();
        assertThat(stripe.paymentMethods().retrieve(done.getPaymentMethod()).getCustomer())
                .isEqualTo(CUSTOMER);
        var late =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () -> stripe.setupIntents().cancel(intent.getId()));
        assertThat(late.getCode()).isEqualTo("setup_intent_unexpected_state");
    }

    @Test
    void refusedCardLeavesTheSetupIntentWaitingForAnother() throws StripeException {
        var declined =
                catchThrowableOfType(
                        CardException.class,
                        () ->
                                stripe.setupIntents()
                                        .create(
                                                SetupIntentCreateParams.builder()
                                                        .setPaymentMethod("pm_card_chargeDeclined")
                                                        .setConfirm(true)
                                                        .build()));
        assertThat(declined.getDeclineCode()).isEqualTo("generic_decline");
        var id = declined.getStripeError().getSetupIntent().getId();
        var intent = stripe.setupIntents().retrieve(id);
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getLastSetupError().getCode()).isEqualTo("card_declined");
        assertThat(intent.getLastSetupError().getPaymentMethod().getCard().getLast4())
                .isEqualTo("0002");

        var cancelled = stripe.setupIntents().cancel(id);
        assertThat(cancelled.getStatus()).isEqualTo("canceled");
    }

    @Test
    void paymentSucceedsAtOnce() throws StripeException {
        var intent = stripe.paymentIntents().create(payment("pm_card_visa").build());

        assertThat(intent.getStatus()).isEqualTo("succeeded");
        assertThat(intent.getAmountReceived()).isEqualTo(1999);
        assertThat(intent.getLatestCharge()).startsWith("ch_");
        assertThat(stripe.paymentIntents().retrieve(intent.getId())).isEqualTo(intent);
        assertThat(caller.get("/billing/balance").<Double>at("$.balance")).isEqualTo(100.0);
    }

    private static PaymentIntentCreateParams.Builder payment(String paymentMethod) {
        return PaymentIntentCreateParams.builder()
                .setAmount(1999L)
                .setCurrency("usd")
                .setPaymentMethod(paymentMethod)
                .setConfirm(true);
    }

    @Test
    void refusedPaymentWaitsForAnotherCard() throws StripeException {
        var declined =
                catchThrowableOfType(
                        CardException.class,
                        () ->
                                stripe.paymentIntents()
                                        .create(payment("pm_card_chargeCustomerFail").build()));
        assertThat(declined.getCode()).isEqualTo("card_declined");
        var id = declined.getStripeError().getPaymentIntent().getId();
        var waiting = stripe.paymentIntents().retrieve(id);
        assertThat(waiting.getStatus()).isEqualTo("requires_payment_method");
        assertThat(waiting.getLastPaymentError().getDeclineCode()).isEqualTo("generic_decline");

        var paid =
                stripe.paymentIntents()
                        .confirm(
                                id,
                                PaymentIntentConfirmParams.builder()
                                        .setPaymentMethod("pm_card_mastercard")
                                        .build());
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getLastPaymentError()).isNull();
    }

    @Test
    void paymentWhileItsHolderIsAwayNeedsACardThatWasSetUp() throws StripeException {
        var away =
                payment("pm_card_authenticationRequiredOnSetup")
                        .setCustomer(CUSTOMER)
                        .setOffSession(true);
        var declined =
                catchThrowableOfType(
                        CardException.class, () -> stripe.paymentIntents().create(away.build()));
        assertThat(declined.getCode()).isEqualTo("authentication_required");

        var setup =
                stripe.setupIntents()
                        .create(
                                SetupIntentCreateParams.builder()
                                        .setCustomer(CUSTOMER)
                                        .setPaymentMethod("pm_card_authenticationRequiredOnSetup")
                                        .setConfirm(true)
                                        .build());
        assertThat(setup.getNextAction().getType()).isEqualTo("use_stripe_sdk");
        authenticate(setup.getClientSecret(), "complete");
        var paid =
                stripe.paymentIntents()
                        .create(away.setPaymentMethod(setup.getPaymentMethod()).build());
        assertThat(paid.getStatus()).isEqualTo("succeeded");
    }

    @Test
    void failedAuthenticationLeavesThePaymentOpen() throws StripeException {
        var intent =
                stripe.paymentIntents().create(payment("pm_card_authenticationRequired").build());
        assertThat(intent.getStatus()).isEqualTo("requires_action");

        authenticate(intent.getClientSecret(), "fail");

        var failed = stripe.paymentIntents().retrieve(intent.getId());
        assertThat(failed.getStatus()).isEqualTo("requires_payment_method");
        assertThat(failed.getLastPaymentError().getCode())
                .isEqualTo("payment_intent_authentication_failure");
        assertThat(failed.getPaymentMethod()).isNull();
    }

    @Test
    void moneyIsSetAsideAndCapturedInPart() throws StripeException {
        var intent =
                stripe.paymentIntents()
                        .create(
                                payment("pm_card_visa")
                                        .setCaptureMethod(
                                                PaymentIntentCreateParams.CaptureMethod.MANUAL)
                                        .build());
        assertThat(intent.getStatus()).isEqualTo("requires_capture");
        assertThat(intent.getAmountCapturable()).isEqualTo(1999);
        var tooMuch =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () ->
                                stripe.paymentIntents()
                                        .capture(
                                                intent.getId(),
                                                PaymentIntentCaptureParams.builder()
                                                        .setAmountToCapture(2000L)
                                                        .build()));
        assertThat(tooMuch.getParam()).isEqualTo("amount_to_capture");

        var captured =
                stripe.paymentIntents()
                        .capture(
                                intent.getId(),
                                PaymentIntentCaptureParams.builder()
                                        .setAmountToCapture(500L)
                                        .build());
        assertThat(captured.getStatus()).isEqualTo("succeeded");
        assertThat(captured.getAmountReceived()).isEqualTo(500);
    }

    @Test
    void sameKeyAnswersTheSame() throws StripeException {
        var once = RequestOptions.builder().setIdempotencyKey(UUID.randomUUID().toString()).build();
        var first = stripe.paymentMethods().create(card("4242424242424242").build(), once);
        var again = stripe.paymentMethods().create(card("4242424242424242").build(), once);

        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        var other =
                catchThrowableOfType(
                        IdempotencyException.class,
                        () ->
                                stripe.paymentMethods()
                                        .create(card("378282246310005").build(), once));
        assertThat(other.getMessage())
                .contains("can only be used with the same parameters they were first used with");
    }

    private void authenticate(String clientSecret, String outcome) {
        Caller.send(
                        caller.request("/stripe/authentication")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        BodyPublishers.ofString(
                                                "client_secret=%s&outcome=%s"
                                                        .formatted(clientSecret, outcome)))
                                .build())
                .expect(200);
    }
}
