package dev.paystub.nowpayments;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.engine.TestClock;
import dev.paystub.nowpayments.DepositService.PaymentAddress;
import dev.paystub.nowpayments.DepositService.PaymentView;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.CryptoPayment.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The part of a payment's page that changes with time, in the page's own wording.
 *
 * @param frozen time at which the account's clock is frozen; null while it runs, or when nothing
 *     waits for it
 * @param validFor time left to deposit; null when no deposit is expected
 * @param quotedFor time left for the quote; null when it no longer matters
 * @param depositReason why coins cannot be sent; null when they can
 * @param restReason why the rest cannot be sent; null when it can
 * @param endReason why the payer can neither give up nor use a wrong network; null when both are
 *     possible
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record PaymentPageModel(
        String status,
        String title,
        String text,
        List<Step> steps,
        String arrived,
        String rest,
        List<Arrival> arrivals,
        List<Child> children,
        String now,
        @Nullable String frozen,
        @Nullable Countdown validFor,
        @Nullable Countdown quotedFor,
        @Nullable String note,
        @Nullable String depositReason,
        @Nullable String restReason,
        @Nullable String endReason) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /** A step of the payment's progress; {@code state} is done, current, end, bad or todo. */
    record Step(String label, String state) {}

    /** Coins that were sent by hand. */
    record Arrival(String amount, String at) {}

    /** A payment that was opened for coins that arrived too late. */
    record Child(long id, String link, String amount, String status) {}

    /** An instant in the future, and the time left until then. */
    record Countdown(String until, String at, String left) {

        static Countdown of(Instant until, Instant now) {
            var left = Duration.between(now, until);
            return new Countdown(
                    until.toString(),
                    TIME.format(until),
                    text(left.isNegative() ? Duration.ZERO : left));
        }

        private static String text(Duration left) {
            var clock =
                    "%02d:%02d:%02d"
                            .formatted(
                                    left.toHoursPart(), left.toMinutesPart(), left.toSecondsPart());
            return left.toDays() == 0 ? clock : "%d d %s".formatted(left.toDays(), clock);
        }
    }

    static PaymentPageModel of(PaymentAddress address, TestClock.Reading clock) {
        var view = address.view();
        var payment = view.payment();
        var waiting = payment.status() == Status.WAITING;
        var frozen = clock.frozen();
        var rest = CoinAmounts.text(address.rest());
        return new PaymentPageModel(
                payment.status().label(),
                title(payment.status()),
                text(address),
                steps(view),
                CoinAmounts.text(view.actuallyPaid()),
                rest,
                view.deposits().stream()
                        .map(deposit ->
                                new Arrival(
                                        CoinAmounts.text(deposit.amount()),
                                        TIME.format(deposit.at())))
                        .toList(),
                payment.parentNumber() == null ? children(address) : List.of(),
                clock.now().toString(),
                frozen == null || !moves(address) ? null : TIME.format(frozen),
                waiting ? Countdown.of(payment.validUntil(), clock.now()) : null,
                waiting ? Countdown.of(payment.expirationEstimateDate(), clock.now()) : null,
                note(address),
                view.takesDeposits() ? null : DepositService.whyNoDeposits(view) + ".",
                address.rest().signum() == 0
                        ? "Nothing is left to pay: all of it has arrived."
                        : null,
                view.canBeGivenUp() ? null : whyNotGivenUp(view));
    }

    private static boolean moves(PaymentAddress address) {
        return !address.view().ended()
                || (address.view().payment().parentNumber() == null
                        && address.children().stream().anyMatch(child -> !child.ended()));
    }

    private static String whyNotGivenUp(PaymentView view) {
        return view.takesDeposits()
                ? "Only while the payment waits for its first coins."
                : "Not while the payment moves by itself.";
    }

    private static List<Child> children(PaymentAddress address) {
        return address.children().stream()
                .map(child ->
                        new Child(
                                child.payment().number(),
                                child.pagePath().substring(child.pagePath().lastIndexOf('/') + 1),
                                CoinAmounts.text(child.actuallyPaid()),
                                words(child.payment().status())))
                .toList();
    }

    private static String title(Status status) {
        return switch (status) {
            case WAITING -> "Waiting for payment";
            case CONFIRMING -> "Payment seen";
            case CONFIRMED -> "Payment confirmed";
            case SENDING -> "Almost done";
            case FINISHED -> "Paid";
            case PARTIALLY_PAID -> "Partially paid";
            case FAILED -> "Payment failed";
            case REFUNDED -> "Payment refunded";
            case EXPIRED -> "Payment expired";
        };
    }

    private static String text(PaymentAddress address) {
        var payment = address.view().payment();
        var coin = unit(payment);
        var arrived = address.view().actuallyPaid();
        var late = payment.parentNumber() == null && !address.children().isEmpty();
        var later = late ? " The coins that came later are payments of their own." : "";
        return switch (payment.status()) {
            case WAITING ->
                    address.view().takesDeposits()
                            ? "Send the coins; this page notices when they arrive."
                            : "It plays its case “%s” by itself, as the clock goes on."
                                    .formatted(address.view().paymentCase());
            case CONFIRMING -> "The network is confirming it.";
            case CONFIRMED -> "The network has confirmed it.";
            case SENDING -> "The money is on its way to the merchant.";
            case FINISHED ->
                    arrived.compareTo(payment.payAmount()) > 0
                            ? "%s %s arrived, more than was asked: the rest became credit."
                                    .formatted(CoinAmounts.text(arrived), coin)
                            : "%s %s arrived. Thank you."
                                    .formatted(CoinAmounts.text(arrived), coin);
            case PARTIALLY_PAID ->
                    "Only %s of %s %s arrived%s, and was credited."
                                    .formatted(
                                            CoinAmounts.text(arrived),
                                            CoinAmounts.text(payment.payAmount()),
                                            coin,
                                            late ? " in time" : "")
                            + later;
            case FAILED -> "It failed, and nothing was credited." + later;
            case REFUNDED -> "The coins were sent back.";
            case EXPIRED -> "It expired, and nothing was credited." + later;
        };
    }

    private static @Nullable String note(PaymentAddress address) {
        var view = address.view();
        if (view.ended()) {
            return "Coins that come now are a payment of their own.";
        }
        return address.wanted()
                ? null
                : "Invoice %d is settled already: what arrives becomes credit."
                        .formatted(view.payment().invoiceNumber());
    }

    private static List<Step> steps(PaymentView view) {
        var status = view.payment().status();
        return switch (status) {
            case FAILED ->
                    view.paymentCase().equals(PaymentCase.FAILED.label())
                            ? way("bad", Status.WAITING, Status.CONFIRMING, status)
                            : way("bad", Status.WAITING, status);
            case EXPIRED -> way("bad", Status.WAITING, status);
            case PARTIALLY_PAID ->
                    way(
                            "bad",
                            Status.WAITING,
                            Status.CONFIRMING,
                            Status.CONFIRMED,
                            Status.SENDING,
                            status);
            case WAITING, CONFIRMING, CONFIRMED, SENDING, FINISHED, REFUNDED -> usualWay(status);
        };
    }

    private static List<Step> way(String end, Status... stations) {
        var steps = new ArrayList<Step>();
        for (var station : stations) {
            var last = steps.size() == stations.length - 1;
            steps.add(new Step(capitalized(station), last ? end : "done"));
        }
        return steps;
    }

    private static List<Step> usualWay(Status status) {
        var steps = new ArrayList<Step>();
        var state = "done";
        for (var station :
                List.of(
                        Status.WAITING,
                        Status.CONFIRMING,
                        Status.CONFIRMED,
                        Status.SENDING,
                        Status.FINISHED)) {
            if (station == status) {
                steps.add(
                        new Step(
                                capitalized(station),
                                station == Status.FINISHED ? "end" : "current"));
                state = "todo";
            } else {
                steps.add(new Step(capitalized(station), state));
            }
        }
        return steps;
    }

    private static String words(Status status) {
        return status.label().replace('_', ' ');
    }

    private static String capitalized(Status status) {
        var words = words(status);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Returns the coin's symbol as payers write it. */
    static String unit(CryptoPayment payment) {
        return payment.payCurrency().toUpperCase(Locale.ROOT);
    }
}
