package dev.paystub.nowpayments;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.TestClock;
import dev.paystub.kernel.DomainException;
import dev.paystub.nowpayments.DepositService.PaymentAddress;
import io.swagger.v3.oas.annotations.Hidden;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * The page of each crypto payment: what to pay where, how it stands, and buttons that play the
 * payer; the link is all one needs. A form is answered with the page; sent by the page's own
 * script, with JSON. All addresses in the page are relative, so that any proxy and path prefix will
 * do.
 */
@Controller
@Hidden
class CryptoPageController {

    private static final String PAGE = "/crypto/{id}";
    private static final String BY_SCRIPT = "X-Requested-With=XMLHttpRequest";

    /** The way from a page up to what this server serves. */
    private static final String ROOT = "../";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,30}(\\.[0-9]{1,30})?");

    private final AccountDirectory directory;
    private final DepositService depositService;
    private final TestClock testClock;

    CryptoPageController(
            AccountDirectory directory, DepositService depositService, TestClock testClock) {
        this.directory = directory;
        this.depositService = depositService;
        this.testClock = testClock;
    }

    /** What the page's script reads of the answer to a form: how things stand now. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Played(
            @Nullable PaymentPageModel standing, @Nullable String message, @Nullable String error) {

        ResponseEntity<Played> as(HttpStatus status) {
            return ResponseEntity.status(status).body(this);
        }
    }

    @GetMapping(PAGE)
    ModelAndView show(@PathVariable String id) throws Exception {
        return inAccountOf(id, number -> page(id, number, null, HttpStatus.OK))
                .orElseGet(CryptoPageController::nowhere);
    }

    @GetMapping(PAGE + "/status")
    ResponseEntity<Played> status(@PathVariable String id) throws Exception {
        return inAccountOf(id, number -> new Played(standing(number), null, null).as(HttpStatus.OK))
                .orElseGet(() -> leadsNowhere().as(HttpStatus.NOT_FOUND));
    }

    @PostMapping(PAGE)
    ModelAndView play(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String pay,
            @RequestParam(defaultValue = "") String amount)
            throws Exception {
        return inAccountOf(
                        id,
                        number -> {
                            try {
                                play(number, pay, amount);
                                return seeOther(id);
                            } catch (DomainException refusal) {
                                return page(id, number, refusal.getMessage(), status(refusal));
                            }
                        })
                .orElseGet(CryptoPageController::nowhere);
    }

    @PostMapping(value = PAGE, headers = BY_SCRIPT)
    ResponseEntity<Played> playByScript(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String pay,
            @RequestParam(defaultValue = "") String amount)
            throws Exception {
        return inAccountOf(
                        id,
                        number -> {
                            try {
                                var message = play(number, pay, amount);
                                return new Played(standing(number), message, null)
                                        .as(HttpStatus.OK);
                            } catch (DomainException refusal) {
                                return new Played(standing(number), null, refusal.getMessage())
                                        .as(status(refusal));
                            }
                        })
                .orElseGet(() -> leadsNowhere().as(HttpStatus.NOT_FOUND));
    }

    /** Does what a button says; answers what came of it. */
    private String play(long number, String pay, String amount) {
        return switch (pay) {
            case "exactly" -> message(depositService.deposit(number, DepositPreset.EXACTLY));
            case "part" -> message(depositService.deposit(number, DepositPreset.PART));
            case "rest" -> message(depositService.deposit(number, DepositPreset.REST));
            case "over" -> message(depositService.deposit(number, DepositPreset.OVER));
            case "amount" -> message(depositService.deposit(number, coins(amount)));
            case "wrong-network" -> {
                depositService.sendOnWrongNetwork(number);
                yield "The coins went to another network.";
            }
            case "never" -> {
                depositService.giveUp(number);
                yield "The payer gave up.";
            }
            default ->
                    throw new DomainException.Invalid(
                            "Pay must be exactly, part, rest, over, amount, wrong-network or"
                                    + " never");
        };
    }

    private static String message(DepositService.Received received) {
        return received.child()
                .map(child ->
                        "The payment had ended: the coins made payment %d."
                                .formatted(child.payment().number()))
                .orElse("The coins were sent.");
    }

    private static BigDecimal coins(String amount) {
        var text = amount.strip();
        if (text.isEmpty()) {
            throw new DomainException.Invalid("Amount is required");
        }
        if (!NUMBER.matcher(text).matches()) {
            throw new DomainException.Invalid("Amount must be a number, such as 0.0003");
        }
        return new BigDecimal(text);
    }

    private static HttpStatus status(DomainException refusal) {
        return refusal instanceof DomainException.Conflict
                ? HttpStatus.CONFLICT
                : HttpStatus.BAD_REQUEST;
    }

    /** What happens for a link, as the account it belongs to. */
    @FunctionalInterface
    private interface Step<T> {
        T take(long number);
    }

    /** Nothing when the link is forged, or its payment is gone with a reset. */
    private <T> Optional<T> inAccountOf(String id, Step<T> step) throws Exception {
        var taken = new AtomicReference<@Nullable T>();
        directory.asOwnerOfLink(
                DepositService.accountOf(id),
                () ->
                        DepositService.numberOf(id)
                                .filter(depositService::exists)
                                .ifPresent(number -> taken.set(step.take(number))));
        return Optional.ofNullable(taken.get());
    }

    private PaymentPageModel standing(long number) {
        return PaymentPageModel.of(depositService.address(number), testClock.read());
    }

    private ModelAndView page(
            String id, long number, @Nullable String problem, HttpStatus httpStatus) {
        var address = depositService.address(number);
        var page =
                new ModelAndView("crypto/payment")
                        .addObject("root", ROOT)
                        .addObject("link", id)
                        .addObject("payment", Shown.of(address))
                        .addObject("standing", PaymentPageModel.of(address, testClock.read()))
                        .addObject("problem", problem);
        page.setStatus(httpStatus);
        return page;
    }

    /** What never changes of a payment's page. */
    record Shown(
            long number,
            long invoice,
            String price,
            String coin,
            String unit,
            String network,
            String address,
            @Nullable String extraId,
            String amount,
            String part,
            String over,
            String uri,
            QrImage qr,
            @Nullable Long parent,
            @Nullable String parentLink) {

        static Shown of(PaymentAddress address) {
            var payment = address.view().payment();
            var amount = CoinAmounts.text(payment.payAmount());
            var uri =
                    PaymentUri.of(payment.payCurrency(), payment.payAddress(), payment.payAmount());
            var parent = payment.parentNumber();
            var parentPath = address.root().pagePath();
            return new Shown(
                    payment.number(),
                    payment.invoiceNumber(),
                    payment.priceAmount().toString(),
                    address.coin().name(),
                    PaymentPageModel.unit(payment),
                    payment.network(),
                    payment.payAddress(),
                    payment.payinExtraId(),
                    amount,
                    CoinAmounts.text(address.coins(DepositPreset.PART)),
                    CoinAmounts.text(address.coins(DepositPreset.OVER)),
                    uri,
                    QrImage.of(uri),
                    parent,
                    parent == null ? null : parentPath.substring(parentPath.lastIndexOf('/') + 1));
        }
    }

    /** Back to the page, by a relative address, wherever a proxy puts it. */
    private static ModelAndView seeOther(String id) {
        var redirect = new RedirectView(ROOT + "crypto/" + id);
        redirect.setHttp10Compatible(false); // otherwise the container makes the address absolute
        redirect.setStatusCode(HttpStatus.SEE_OTHER);
        redirect.setExposeModelAttributes(false);
        return new ModelAndView(redirect);
    }

    private static ModelAndView nowhere() {
        var page =
                new ModelAndView("crypto/message")
                        .addObject("root", ROOT)
                        .addObject("title", "This link leads nowhere")
                        .addObject(
                                "text",
                                "It may have been copied in part, or its account was reset. Ask for"
                                        + " a new one, please.");
        page.setStatus(HttpStatus.NOT_FOUND);
        return page;
    }

    private static Played leadsNowhere() {
        return new Played(null, null, "This link leads nowhere any more.");
    }
}
