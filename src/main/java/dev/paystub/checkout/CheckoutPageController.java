package dev.paystub.checkout;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.checkout.CheckoutSession.Status;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.kernel.DomainException;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.stripe.Decline;
import dev.paystub.stripe.card.BillingDetails;
import dev.paystub.stripe.card.CardForm;
import dev.paystub.stripe.card.CardSetup.Outcome;
import dev.paystub.stripe.card.CardValidationException;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The pages on which a customer pays or changes a card; the link alone gives access. The response
 * to a form is a page, or JSON when the page's own script sends it. All addresses in the pages are
 * relative, so that they work behind any proxy and path prefix.
 */
@Controller
@Hidden
class CheckoutPageController {

    private static final String CHECKOUT = "/checkout/{id:cs_test_.*}";
    private static final String PORTAL = "/portal/{id:bps_.*}";
    private static final String AUTHENTICATION = "/authentication";
    private static final String CONFIRMATION = "/confirmation";

    /**
     * Relative path from a page to the server's root; it depends on the depth of the page's path.
     */
    private static final String AT_PAGE = "../";

    private static final String BELOW = "../../";

    private static final String BY_SCRIPT = "X-Requested-With=XMLHttpRequest";

    /** ISO codes and English names of the countries in the form. */
    private static final Map<String, String> COUNTRIES =
            Arrays.stream(Locale.getISOCountries())
                    .map(code -> Locale.of("", code))
                    .sorted(
                            Comparator.comparing(
                                    locale -> locale.getDisplayCountry(Locale.ENGLISH)))
                    .collect(
                            Collectors.toMap(
                                    Locale::getCountry,
                                    locale -> locale.getDisplayCountry(Locale.ENGLISH),
                                    (first, second) -> first,
                                    LinkedHashMap::new));

    private final AccountDirectory directory;
    private final CheckoutService checkout;
    private final Clock clock;

    CheckoutPageController(AccountDirectory directory, CheckoutService checkout, Clock clock) {
        this.directory = directory;
        this.checkout = checkout;
        this.clock = clock;
    }

    /** The fields of the form, as typed. */
    record Fields(
            @Nullable String number,
            @Nullable String expiry,
            @Nullable String cvc,
            @Nullable String name,
            @Nullable String country,
            @Nullable String postalCode) {

        CardForm card() {
            return new CardForm(text(number), text(expiry), text(cvc));
        }

        BillingDetails holder(String email) {
            return BillingDetails.fromForm(
                    blankToNull(name), email, blankToNull(country), blankToNull(postalCode));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }

        private static @Nullable String blankToNull(@Nullable String value) {
            return value == null || value.isBlank() ? null : value.strip();
        }
    }

    /** The JSON response to a form. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Submitted(String status, @Nullable String next, @Nullable Problem error) {

        static Submitted refused(Problem error) {
            return new Submitted("open", null, error);
        }

        ResponseEntity<Submitted> as(HttpStatus httpStatus) {
            return ResponseEntity.status(httpStatus).body(this);
        }
    }

    /** An error in Stripe's format. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Problem(
            String type,
            @Nullable String code,
            @Nullable String declineCode,
            @Nullable String param,
            String message) {

        static Problem of(CardValidationException invalid) {
            return new Problem(
                    "validation_error",
                    invalid.code(),
                    null,
                    invalid.field().name().toLowerCase(Locale.ROOT),
                    invalid.getMessage());
        }

        static Problem of(Decline decline) {
            return new Problem(
                    "card_error", decline.code(), decline.declineCode(), null, decline.message());
        }

        static Problem of(String message) {
            return new Problem("invalid_request_error", null, null, null, message);
        }
    }

    @GetMapping({CHECKOUT, PORTAL})
    ModelAndView show(@PathVariable String id) throws Exception {
        return atPage(
                id,
                session -> session.status() == Status.OPEN ? form(session, null) : closed(session));
    }

    @PostMapping({CHECKOUT, PORTAL})
    ModelAndView submit(@PathVariable String id, Fields fields) throws Exception {
        return atPage(
                id,
                session -> {
                    try {
                        return redirect(AT_PAGE, session, submitCard(session, fields));
                    } catch (CardValidationException invalid) {
                        return form(session, Problem.of(invalid));
                    }
                });
    }

    @PostMapping(
            value = {CHECKOUT, PORTAL},
            headers = BY_SCRIPT)
    ResponseEntity<Submitted> submitByScript(@PathVariable String id, Fields fields)
            throws Exception {
        return byScript(
                id,
                session -> {
                    try {
                        return submitted(session, submitCard(session, fields));
                    } catch (CardValidationException invalid) {
                        return Submitted.refused(Problem.of(invalid)).as(HttpStatus.BAD_REQUEST);
                    }
                });
    }

    private Outcome submitCard(CheckoutSession session, Fields fields) {
        return checkout.submit(session.id(), fields.card(), fields.holder(session.email()));
    }

    @GetMapping({CHECKOUT + AUTHENTICATION, PORTAL + AUTHENTICATION})
    ModelAndView challenge(@PathVariable String id, @RequestParam String paymentMethod)
            throws Exception {
        return belowPage(
                id,
                session ->
                        session.status() == Status.OPEN
                                ? view("checkout/challenge", session)
                                        .addObject("paymentMethod", paymentMethod)
                                : closed(session));
    }

    @PostMapping({CHECKOUT + AUTHENTICATION, PORTAL + AUTHENTICATION})
    ModelAndView authenticate(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String paymentMethod,
            @RequestParam(defaultValue = "fail") String outcome)
            throws Exception {
        return belowPage(
                id,
                session ->
                        redirect(
                                BELOW,
                                session,
                                checkout.authenticate(
                                        session.id(), paymentMethod, outcome.equals("complete"))));
    }

    @GetMapping({CHECKOUT + CONFIRMATION, PORTAL + CONFIRMATION})
    ModelAndView confirmation(@PathVariable String id) throws Exception {
        return belowPage(
                id,
                session ->
                        session.status() == Status.COMPLETE
                                ? view("checkout/confirmation", session)
                                        .addObject("successUrl", session.successUrl().orElse(null))
                                : seeOther(BELOW, session, ""));
    }

    /** Runs a step as the account of the link; returns empty when it leads nowhere. */
    private <T> Optional<T> inAccountOf(String id, Function<CheckoutSession, T> step)
            throws Exception {
        var taken = new AtomicReference<@Nullable T>();
        var token = id.substring(id.lastIndexOf('_') + 1);
        directory.asOwnerOfLink(token, () -> checkout.find(id).map(step).ifPresent(taken::set));
        return Optional.ofNullable(taken.get());
    }

    private ModelAndView atPage(String id, Function<CheckoutSession, ModelAndView> step)
            throws Exception {
        return page(id, step).addObject("root", AT_PAGE);
    }

    private ModelAndView belowPage(String id, Function<CheckoutSession, ModelAndView> step)
            throws Exception {
        return page(id, step).addObject("root", BELOW);
    }

    private ModelAndView page(String id, Function<CheckoutSession, ModelAndView> step)
            throws Exception {
        try {
            return inAccountOf(id, step)
                    .orElseGet(() ->
                            message(
                                    HttpStatus.NOT_FOUND,
                                    "This link leads nowhere",
                                    "It may have been copied in part. Ask for a new one, please."));
        } catch (DomainException refusal) {
            return message(HttpStatus.CONFLICT, "Nothing was changed", refusal.getMessage());
        }
    }

    private ResponseEntity<Submitted> byScript(
            String id, Function<CheckoutSession, ResponseEntity<Submitted>> step) throws Exception {
        try {
            return inAccountOf(id, step)
                    .orElseGet(() ->
                            Submitted.refused(Problem.of("This link leads nowhere."))
                                    .as(HttpStatus.NOT_FOUND));
        } catch (DomainException refusal) {
            return inAccountOf(id, session -> refused(session, refusal)).orElseThrow();
        }
    }

    /**
     * Returns the error; when the session is closed, {@code next} leads to its page, which says so.
     */
    private static ResponseEntity<Submitted> refused(
            CheckoutSession session, DomainException refusal) {
        return new Submitted(
                        session.status().label(),
                        session.status() == Status.OPEN ? null : session.id(),
                        Problem.of(refusal.getMessage()))
                .as(HttpStatus.CONFLICT);
    }

    private ModelAndView redirect(String root, CheckoutSession session, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ready ready -> seeOther(root, session, CONFIRMATION);
            case Outcome.AuthenticationRequired challenge ->
                    seeOther(root, session, challengeOf(challenge));
            case Outcome.Declined declined -> form(session, Problem.of(declined.decline()));
        };
    }

    private static ResponseEntity<Submitted> submitted(CheckoutSession session, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ready ready ->
                    new Submitted("complete", session.id() + CONFIRMATION, null).as(HttpStatus.OK);
            case Outcome.AuthenticationRequired challenge ->
                    new Submitted("requires_action", session.id() + challengeOf(challenge), null)
                            .as(HttpStatus.OK);
            case Outcome.Declined declined ->
                    Submitted.refused(Problem.of(declined.decline()))
                            .as(HttpStatus.PAYMENT_REQUIRED);
        };
    }

    private static String challengeOf(Outcome.AuthenticationRequired challenge) {
        return AUTHENTICATION + "?paymentMethod=" + challenge.paymentMethod();
    }

    /**
     * Redirects to another page of the session by a relative address, so that proxies need no
     * configuration.
     */
    private static ModelAndView seeOther(String root, CheckoutSession session, String below) {
        var redirect = new RedirectView(root + session.path().substring(1) + below);
        redirect.setHttp10Compatible(false); // otherwise the container makes the address absolute
        redirect.setStatusCode(HttpStatus.SEE_OTHER);
        redirect.setExposeModelAttributes(false);
        return new ModelAndView(redirect);
    }

    private ModelAndView form(CheckoutSession session, @Nullable Problem problem) {
        var page =
                view("checkout/card", session)
                        .addObject("subscribing", session.purpose() == Purpose.SUBSCRIBE)
                        .addObject("presentCard", checkout.presentCard(session).orElse(null))
                        .addObject("testCards", TestCardOption.groups())
                        .addObject("countries", COUNTRIES)
                        .addObject("now", clock.instant().toString())
                        .addObject("cancelUrl", session.cancelUrl().orElse(null))
                        .addObject("problem", problem);
        page.setStatus(problem == null ? HttpStatus.OK : HttpStatus.PAYMENT_REQUIRED);
        return page;
    }

    private static ModelAndView closed(CheckoutSession session) {
        return session.status() == Status.COMPLETE
                ? message(
                        HttpStatus.GONE,
                        "You're all done here",
                        "This page has been completed already. Nothing more will be charged.")
                : message(
                        HttpStatus.GONE,
                        "This link has expired",
                        "Nothing was changed. Ask for a new one, please.");
    }

    private static ModelAndView view(String name, CheckoutSession session) {
        return new ModelAndView(name)
                .addObject("checkout", session)
                .addObject("action", session.path().substring(1));
    }

    private static ModelAndView message(HttpStatusCode status, String title, String text) {
        var page =
                new ModelAndView("checkout/message")
                        .addObject("title", title)
                        .addObject("text", text);
        page.setStatus(status);
        return page;
    }
}
