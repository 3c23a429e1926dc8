package dev.paystub.stripe;

import dev.paystub.account.AccountDirectory;
import dev.paystub.kernel.Refusal;
import dev.paystub.payment.CardGateway.Purpose;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The pages on which a customer pays or changes a card; the link is all they need. */
@Controller
@Hidden
class HostedPageController {

    private static final String CARD_PAGE = "stripe/card";
    private static final String CHALLENGE_PAGE = "stripe/challenge";
    private static final String MESSAGE_PAGE = "stripe/message";

    private final AccountDirectory directory;
    private final CheckoutPages pages;

    HostedPageController(AccountDirectory directory, CheckoutPages pages) {
        this.directory = directory;
        this.pages = pages;
    }

    @GetMapping("/checkout/cs_test_{token}")
    ModelAndView checkout(@PathVariable String token) throws Exception {
        return show(Purpose.SUBSCRIBE, token);
    }

    @PostMapping("/checkout/cs_test_{token}")
    ModelAndView subscribe(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String expiry,
            @RequestParam(defaultValue = "") String cvc)
            throws Exception {
        return submit(Purpose.SUBSCRIBE, token, new CardForm(number, expiry, cvc));
    }

    @PostMapping("/checkout/cs_test_{token}/authentication")
    ModelAndView authenticateCheckout(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String paymentMethod,
            @RequestParam(defaultValue = "fail") String outcome)
            throws Exception {
        return authenticate(Purpose.SUBSCRIBE, token, paymentMethod, outcome);
    }

    @GetMapping("/portal/bps_{token}")
    ModelAndView portal(@PathVariable String token) throws Exception {
        return show(Purpose.UPDATE_CARD, token);
    }

    @PostMapping("/portal/bps_{token}")
    ModelAndView updateCard(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String expiry,
            @RequestParam(defaultValue = "") String cvc)
            throws Exception {
        return submit(Purpose.UPDATE_CARD, token, new CardForm(number, expiry, cvc));
    }

    @PostMapping("/portal/bps_{token}/authentication")
    ModelAndView authenticateCard(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String paymentMethod,
            @RequestParam(defaultValue = "fail") String outcome)
            throws Exception {
        return authenticate(Purpose.UPDATE_CARD, token, paymentMethod, outcome);
    }

    private ModelAndView show(Purpose purpose, String token) throws Exception {
        return page(
                token,
                () ->
                        pages.find(purpose, token)
                                .map(session ->
                                        session.status() == CheckoutSession.Status.OPEN
                                                ? form(session)
                                                : closed(session))
                                .orElseGet(HostedPageController::nowhere));
    }

    private ModelAndView submit(Purpose purpose, String token, CardForm form) throws Exception {
        return page(
                token,
                () -> {
                    try {
                        return pages.submit(purpose, token, form)
                                .map(paymentMethod ->
                                        new ModelAndView(CHALLENGE_PAGE)
                                                .addObject(
                                                        "action",
                                                        CheckoutPages.pathOf(purpose, token)
                                                                + "/authentication")
                                                .addObject("paymentMethod", paymentMethod))
                                .orElseGet(() -> done(purpose));
                    } catch (Refusal.Invalid | Refusal.Declined refusal) {
                        return formAgain(purpose, token, refusal);
                    }
                });
    }

    private ModelAndView authenticate(
            Purpose purpose, String token, String paymentMethod, String outcome) throws Exception {
        return page(
                token,
                () -> {
                    if (!outcome.equals("complete")) {
                        return formAgain(
                                purpose,
                                token,
                                new Refusal.Declined(
                                        "We are unable to authenticate your payment method. Please"
                                                + " choose a different payment method and try"
                                                + " again."));
                    }
                    pages.authenticate(purpose, token, paymentMethod);
                    return done(purpose);
                });
    }

    @FunctionalInterface
    private interface PageOfAccount {
        ModelAndView make();
    }

    private ModelAndView page(String token, PageOfAccount page) throws Exception {
        var made = new ModelAndView[1];
        var known =
                directory.asOwnerOfLink(
                        token,
                        () -> {
                            try {
                                made[0] = page.make();
                            } catch (Refusal refusal) {
                                made[0] =
                                        message(
                                                HttpStatus.CONFLICT,
                                                "Nothing was changed",
                                                refusal.getMessage());
                            }
                        });
        return known ? made[0] : nowhere();
    }

    private ModelAndView formAgain(Purpose purpose, String token, Refusal refusal) {
        var page =
                pages.find(purpose, token)
                        .map(HostedPageController::form)
                        .orElseGet(HostedPageController::nowhere);
        page.addObject("error", refusal.getMessage());
        page.setStatus(HttpStatus.PAYMENT_REQUIRED);
        return page;
    }

    private static ModelAndView form(CheckoutSession session) {
        return new ModelAndView(CARD_PAGE)
                .addObject("action", CheckoutPages.pathOf(session.purpose(), session.token()))
                .addObject("subscribing", session.purpose() == Purpose.SUBSCRIBE)
                .addObject("organization", session.organization())
                .addObject("email", session.email())
                .addObject("quantity", session.quantity())
                .addObject("unitPrice", session.unitPrice())
                .addObject("monthlyEstimate", session.monthlyEstimate());
    }

    private static ModelAndView done(Purpose purpose) {
        return message(
                HttpStatus.OK,
                "Thank you",
                switch (purpose) {
                    case SUBSCRIBE -> "Your subscription has started.";
                    case UPDATE_CARD -> "Your card has been changed.";
                });
    }

    private static ModelAndView closed(CheckoutSession session) {
        return message(
                HttpStatus.GONE,
                "This page is closed",
                session.status() == CheckoutSession.Status.COMPLETE
                        ? "It has been completed already."
                        : "The link has expired. Ask for a new one.");
    }

    private static ModelAndView nowhere() {
        return message(
                HttpStatus.NOT_FOUND, "This link leads nowhere", "Ask for a new one, please.");
    }

    private static ModelAndView message(HttpStatusCode status, String title, String text) {
        var page = new ModelAndView(MESSAGE_PAGE).addObject("title", title).addObject("text", text);
        page.setStatus(status);
        return page;
    }
}
