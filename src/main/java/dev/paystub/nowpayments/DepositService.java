package dev.paystub.nowpayments;

import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoGateway.ChildPaymentOpened;
import dev.paystub.payment.CryptoGateway.PaymentChanged;
import dev.paystub.payment.CryptoPayment;
import dev.paystub.payment.CryptoPayment.Status;
import dev.paystub.payment.Payments;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The payer's side of crypto payments: deposits to a payment's address, or their absence. Every
 * deposit is credited once, at its worth by the payment's own quote.
 */
@Service
public class DepositService {

    /**
     * In US dollars. One address accepts at most ten times the requested coins, or coins worth this
     * much, whichever is more.
     */
    private static final BigDecimal MOST_DOLLARS = new BigDecimal(1_000_000);

    private static final int LINK_LENGTH = 44;
    private static final Pattern LINK = Pattern.compile("([1-9][0-9]{0,17})-([0-9A-Za-z]{44})");

    private final Payments payments;
    private final SimulatedPayments simulated;
    private final Deposits deposits;
    private final PaymentSteps steps;
    private final Currencies currencies;
    private final Numbering numbering;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    DepositService(
            Payments payments,
            SimulatedPayments simulated,
            Deposits deposits,
            PaymentSteps steps,
            Currencies currencies,
            Numbering numbering,
            Clock clock,
            ApplicationEventPublisher events) {
        this.payments = payments;
        this.simulated = simulated;
        this.deposits = deposits;
        this.steps = steps;
        this.currencies = currencies;
        this.numbering = numbering;
        this.clock = clock;
        this.events = events;
    }

    /**
     * A payment, with its state on the simulated chain.
     *
     * @param paymentCase label of its {@code case}
     * @param actuallyPaid total of the coins that have arrived
     * @param deposits the coins that were sent by hand, oldest first
     * @param ended whether it will not change any more
     * @param takesDeposits whether coins can be sent to it
     */
    public record PaymentView(
            CryptoPayment payment,
            String paymentCase,
            BigDecimal actuallyPaid,
            List<Deposit> deposits,
            boolean ended,
            boolean takesDeposits) {

        /** The path of the payment's page; it cannot be guessed. */
        public String pagePath() {
            return DepositService.pagePath(payment.number());
        }

        /**
         * Whether the payment still waits for its first deposit, so that the payer can give it up.
         */
        boolean canBeGivenUp() {
            return takesDeposits && payment.status() == Status.WAITING;
        }
    }

    /**
     * The payment that received the deposit, and the child payment that was opened if it had ended.
     */
    public record Received(PaymentView payment, Optional<PaymentView> child) {}

    /** Returns all payments, newest first. */
    @Transactional(readOnly = true)
    public List<PaymentView> all() {
        Map<Long, List<Deposit>> byPayment =
                deposits.findAllByOrderByNumber().stream()
                        .collect(Collectors.groupingBy(Deposit::paymentNumber));
        Map<Long, SimulatedPayment> byNumber =
                simulated.findAll().stream()
                        .collect(Collectors.toMap(SimulatedPayment::number, Function.identity()));
        return payments.cryptoPayments().stream()
                .map(payment ->
                        view(
                                payment,
                                Optional.ofNullable(byNumber.get(payment.number())).orElseThrow(),
                                byPayment.getOrDefault(payment.number(), List.of())))
                .toList();
    }

    /**
     * Returns the payment with that number.
     *
     * @throws DomainException.NotFound when the account has no such payment
     */
    @Transactional(readOnly = true)
    public PaymentView get(long number) {
        return view(payments.cryptoPayment(number));
    }

    /** Returns whether the account has that payment. */
    @Transactional(readOnly = true)
    public boolean exists(long number) {
        return simulated.findByNumber(number).isPresent();
    }

    private PaymentView view(CryptoPayment payment) {
        return view(payment, simulated(payment), depositsOf(payment));
    }

    private Currency coinOf(CryptoPayment payment) {
        return currencies.find(payment.payCurrency()).orElseThrow();
    }

    private PaymentView view(
            CryptoPayment payment, SimulatedPayment simulated, List<Deposit> deposits) {
        return new PaymentView(
                payment,
                simulated.paymentCase().label(),
                inCoins(
                        simulated.actuallyPaid(payment.status(), CoinAmounts.sum(deposits)),
                        coinOf(payment)),
                deposits,
                simulated.hasEnded(),
                simulated.paymentCase() == PaymentCase.COMMON || simulated.hasEnded());
    }

    private static BigDecimal inCoins(BigDecimal amount, Currency coin) {
        return CoinAmounts.plain(amount.setScale(coin.decimals(), RoundingMode.HALF_UP));
    }

    /**
     * Returns the coins that have arrived for a payment whose row was read elsewhere.
     *
     * @param deposited total of the coins sent by hand; null when none were
     */
    public BigDecimal actuallyPaid(
            String paymentCase,
            Status status,
            BigDecimal payAmount,
            @Nullable BigDecimal deposited,
            String currency) {
        return inCoins(
                deposited == null
                        ? PaymentCase.of(paymentCase).actuallyPaid(status, payAmount)
                        : deposited,
                currencies.find(currency).orElseThrow());
    }

    private SimulatedPayment simulated(CryptoPayment payment) {
        return simulated.findByNumber(payment.number()).orElseThrow();
    }

    private List<Deposit> depositsOf(CryptoPayment payment) {
        return deposits.findAllByPaymentNumberOrderByNumber(payment.number());
    }

    /** Returns the path of the page of the current account's payment; it cannot be guessed. */
    public static String pagePath(long number) {
        return "/crypto/" + link(number);
    }

    private static String link(long number) {
        return Tokens.numberedLink(number, LINK_LENGTH);
    }

    /**
     * Returns the part of a link that identifies its account; empty when the text is not a link.
     */
    static String accountOf(String link) {
        var parts = LINK.matcher(link);
        return parts.matches() ? parts.group(2) : "";
    }

    /**
     * Returns the number of the current account's payment to which the link leads; empty when it
     * leads to none.
     */
    static Optional<Long> numberOf(String link) {
        var parts = LINK.matcher(link);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var number = Long.parseLong(parts.group(1));
        return isSame(link, link(number)) ? Optional.of(number) : Optional.empty();
    }

    private static boolean isSame(String given, String right) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A payment with everything that has arrived at its address.
     *
     * @param root the parent when the payment is a child, else the payment itself
     * @param children all payments opened for later deposits to the address
     * @param wanted whether the payment's invoice is unpaid
     */
    record PaymentAddress(
            PaymentView view,
            PaymentView root,
            List<PaymentView> children,
            boolean wanted,
            Currency coin) {

        BigDecimal arrived() {
            return children.stream()
                    .map(PaymentView::actuallyPaid)
                    .reduce(root.actuallyPaid(), BigDecimal::add);
        }

        /** Returns the coins that are still missing from the requested amount; at least zero. */
        BigDecimal rest() {
            var rest = root.payment().payAmount().subtract(arrived());
            return CoinAmounts.plain(rest.max(BigDecimal.ZERO));
        }

        BigDecimal coins(DepositPreset preset) {
            return preset.of(root.payment().payAmount(), arrived(), coin.decimals());
        }
    }

    /**
     * Returns the payment with everything that has arrived at its address.
     *
     * @throws DomainException.NotFound when the account has no such payment
     */
    @Transactional(readOnly = true)
    public PaymentAddress address(long number) {
        return address(payments.cryptoPayment(number));
    }

    private PaymentAddress address(CryptoPayment payment) {
        var parent = payment.parentNumber();
        // a child's siblings belong to its parent: they share its address, and its quote values
        // them
        var root = parent == null ? payment : payments.cryptoPayment(parent);
        return new PaymentAddress(
                view(payment),
                view(root),
                payments.childPaymentsOf(root).stream().map(this::view).toList(),
                payments.isInvoiceUnpaid(payment),
                coinOf(payment));
    }

    /**
     * Sends coins to a payment's address. They count for the payment until it settles; after it has
     * ended, they open a child payment.
     *
     * @throws DomainException.NotFound when the account has no such payment
     * @throws DomainException.Invalid when the amount is not positive, has too many decimals, or
     *     exceeds the limit of the address
     * @throws DomainException.Conflict while the payment proceeds by itself, or when the balance
     *     has no room for the worth of the coins
     */
    @AccountTransactional
    public Received deposit(long number, BigDecimal coins) {
        return receive(number, address -> coins);
    }

    /**
     * Sends a preset part of the requested amount, like {@link #deposit(long, BigDecimal)}.
     *
     * @throws DomainException.Conflict also when nothing is left to pay
     */
    @AccountTransactional
    public Received deposit(long number, DepositPreset preset) {
        return receive(number, address -> address.coins(preset));
    }

    private Received receive(long number, Function<PaymentAddress, BigDecimal> amount) {
        var address = address(payments.cryptoPayment(number));
        requireTakingDeposits(address.view());
        var coins = amount.apply(address);
        requireValidAmount(address, coins);
        payments.requireRoomFor(
                address.view().payment(), simulated(address.root().payment()).worthOf(coins));
        if (address.view().ended()) {
            var child = open(address.root().payment(), CoinAmounts.plain(coins));
            return new Received(get(number), Optional.of(get(child)));
        }
        var payment = address.view().payment();
        recordDeposit(payment, simulated(payment), CoinAmounts.plain(coins));
        return new Received(get(number), Optional.empty());
    }

    private static void requireTakingDeposits(PaymentView view) {
        if (!view.takesDeposits()) {
            throw new DomainException.Conflict(whyNoDeposits(view));
        }
    }

    /** Returns why a payment that proceeds by itself takes no deposit, and what to do instead. */
    static String whyNoDeposits(PaymentView view) {
        var number = view.payment().number();
        var parent = view.payment().parentNumber();
        return parent == null
                ? "Payment %d plays its case '%s' by itself until it has ended; one made with case 'common' moves by deposits"
                        .formatted(number, view.paymentCase())
                : "Payment %d confirms by itself what it brought; deposit to payment %d, whose address it shares"
                        .formatted(number, parent);
    }

    private static void requireValidAmount(PaymentAddress address, BigDecimal coins) {
        var coin = address.coin();
        if (coins.signum() <= 0) {
            throw new DomainException.Invalid("Amount must be greater than zero");
        }
        // checks the bound first, since that is cheap even for an absurdly large number
        var asked = address.root().payment().payAmount();
        var most = asked.multiply(BigDecimal.TEN).max(coin.quote(MOST_DOLLARS));
        if (coins.compareTo(most) > 0 || coins.add(address.arrived()).compareTo(most) > 0) {
            throw new DomainException.Invalid(
                    "Amount is too much: one address takes at most %s %s in all"
                            .formatted(CoinAmounts.text(most), coin.ticker()));
        }
        if (coins.stripTrailingZeros().scale() > coin.decimals()) {
            throw new DomainException.Invalid(
                    "Amount must have at most %d decimals in %s"
                            .formatted(coin.decimals(), coin.ticker()));
        }
    }

    private long open(CryptoPayment root, BigDecimal coins) {
        var number = numbering.next("crypto-payment");
        var worth = simulated(root).worthOf(coins);
        events.publishEvent(new ChildPaymentOpened(root.number(), number, worth, coins));
        recordDeposit(
                payments.cryptoPayment(number),
                new SimulatedPayment(number, PaymentCase.SUCCESS, worth, coins, clock.instant()),
                coins);
        return number;
    }

    private void recordDeposit(
            CryptoPayment payment, SimulatedPayment simulatedPayment, BigDecimal coins) {
        var now = clock.instant();
        var before = CoinAmounts.sum(depositsOf(payment));
        var deposit = new Deposit(numbering.next("crypto-deposit"), payment.number(), coins, now);
        deposit.announce(before, payment.payCurrency());
        deposits.save(deposit);
        if (!simulatedPayment.hasDeposit()) {
            simulatedPayment.startAfterDeposit(now);
            steps.saveAndSchedule(simulatedPayment);
            report(payment, Status.CONFIRMING);
        }
    }

    private void report(CryptoPayment payment, Status status) {
        events.publishEvent(new PaymentChanged(payment.number(), status, Money.ZERO));
    }

    /**
     * Sends coins on another network: the payment fails, and nothing is credited.
     *
     * @throws DomainException.NotFound when the account has no such payment
     * @throws DomainException.Conflict when the payment does not wait for its first deposit
     */
    @AccountTransactional
    public PaymentView sendOnWrongNetwork(long number) {
        return end(number, Status.FAILED);
    }

    /**
     * Gives the payment up: it expires at once.
     *
     * @throws DomainException.NotFound when the account has no such payment
     * @throws DomainException.Conflict when the payment does not wait for its first deposit
     */
    @AccountTransactional
    public PaymentView giveUp(long number) {
        return end(number, Status.EXPIRED);
    }

    private PaymentView end(long number, Status status) {
        var view = get(number);
        if (!view.canBeGivenUp()) {
            throw new DomainException.Conflict(whyNotGivenUp(view));
        }
        var payment = view.payment();
        var simulatedPayment = simulated(payment);
        simulatedPayment.end();
        steps.saveAndSchedule(simulatedPayment);
        report(payment, status);
        return get(number);
    }

    /** Returns why a payment can no longer end without a deposit. */
    static String whyNotGivenUp(PaymentView view) {
        return view.takesDeposits()
                ? "Payment %d is %s: only one that waits for its first deposit can fail or be given up"
                        .formatted(
                                view.payment().number(),
                                view.payment().status().label().replace('_', ' '))
                : whyNoDeposits(view);
    }
}
