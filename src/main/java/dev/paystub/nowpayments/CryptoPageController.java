package dev.paystub.nowpayments;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.TestClock;
import dev.paystub.kernel.DomainException;
import dev.paystub.nowpayments.DepositService.PaymentAddress;
import io.swagger.v3.oas.annotations.Hidden;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
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
 * The page of each crypto payment: address and amount to pay, the payment's state, and buttons that
 * act as the payer. The link alone gives access. The response to a form is the page, or JSON when
 * the page's own script sends it. All addresses in the page are relative, so that they work behind
 * any proxy and path prefix.
 */
@Controller
@Hidden
class CryptoPageController {

    private static final String PAGE = "/crypto/{id}";
    private static final String BY_SCRIPT = "X-Requested-With=XMLHttpRequest";

    /** Relative path from a page to the server's root. */
    private static final String ROOT = "../";

    /** The button's step: a payment settles within it. */
    private static final Duration WAIT = Duration.ofSeconds(15);

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

    /** The JSON response to a form: the state of the payment, and a message or an error. */
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

    /** Performs a button's action; returns a message about its result. */
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
            case "wait" -> {
                waitOnAFrozenClock();
                yield "15 seconds have passed.";
            }
            default ->
                    throw new DomainException.Invalid(
                            "Pay must be exactly, part, rest, over, amount, wrong-network, never or"
                                    + " wait");
        };
    }

    /**
     * Advances the account's clock far enough for a payment to settle.
     *
     * @throws DomainException.Conflict when the clock runs by itself
     */
    private void waitOnAFrozenClock() {
        if (testClock.read().frozen() == null) {
            throw new DomainException.Conflict("The clock runs by itself.");
        }
        testClock.advanceBy(WAIT);
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

    /**
     * Runs a step as the account of the link; returns empty when the link is forged or a reset has
     * removed its payment.
     */
    private <T> Optional<T> inAccountOf(String id, LongFunction<T> step) throws Exception {
        var taken = new AtomicReference<@Nullable T>();
        directory.asOwnerOfLink(
                DepositService.accountOf(id),
                () ->
                        DepositService.numberOf(id)
                                .filter(depositService::exists)
                                .ifPresent(number -> taken.set(step.apply(number))));
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

    /** The part of a payment's page that never changes. */
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

    /** Redirects to the page by a relative address, so that proxies need no configuration. */
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
