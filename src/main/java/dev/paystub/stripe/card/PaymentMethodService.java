package dev.paystub.stripe.card;

import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.kernel.DomainException;
import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.Paging;
import dev.paystub.stripe.Paging.Part;
import dev.paystub.stripe.StripeCardException;
import dev.paystub.stripe.StripeError;
import dev.paystub.stripe.card.TestCards.TestCard;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates, attaches, updates and detaches payment methods and card tokens. A virtual id such as
 * {@code pm_card_visa} stands for a new payment method at each use.
 */
@Service
public class PaymentMethodService {

    private static final String VIRTUAL = "pm_card_";
    private static final String TOKEN = "tok_";
    private static final int LONG_ID = 24;

    private final PaymentMethods paymentMethods;
    private final CardTokens tokens;
    private final Customers customers;
    private final Numbering numbering;
    private final Clock clock;

    PaymentMethodService(
            PaymentMethods paymentMethods,
            CardTokens tokens,
            Customers customers,
            Numbering numbering,
            Clock clock) {
        this.paymentMethods = paymentMethods;
        this.tokens = tokens;
        this.customers = customers;
        this.numbering = numbering;
        this.clock = clock;
    }

    /** The data of a new payment method: a card, or a token that stands for one. */
    public record NewCard(
            @Nullable CardDetails details,
            @Nullable String token,
            BillingDetails holder,
            Map<String, String> metadata) {

        /**
         * Reads {@code type}, {@code card}, {@code billing_details} and {@code metadata}.
         *
         * @throws StripeCardException when the card is invalid
         * @throws StripeInvalidRequestException when another parameter is invalid
         */
        public static NewCard read(FormParameters params, Clock clock) {
            params.required("type");
            params.choice("type", "card");
            params.choice("allow_redisplay", "always", "limited", "unspecified");
            var card = params.object("card").orElseThrow(() -> params.missing("card"));
            var token = card.text("token").orElse(null);
            var details = token == null ? CardDetails.read(card, clock.instant()) : null;
            return new NewCard(
                    details,
                    token,
                    BillingDetailsParameters.read(params, BillingDetails.NONE),
                    params.metadata(Map.of()));
        }
    }

    @AccountTransactional
    public PaymentMethod create(NewCard card) {
        if (card.details() != null) {
            return createPaymentMethod(card.details(), card.holder(), card.metadata());
        }
        var token = consumeToken(String.valueOf(card.token()));
        return createPaymentMethod(
                token.card(), card.holder().orElse(token.billingDetails()), card.metadata());
    }

    private CardToken consumeToken(String id) {
        var token =
                resolveToken(id)
                        .orElseThrow(
                                () -> StripeError.unknownReference("token", id, "card[token]"));
        token.use();
        return tokens.save(token);
    }

    @AccountTransactional
    public CardToken createToken(CardDetails card, BillingDetails holder) {
        return mintToken(card, holder);
    }

    /**
     * Returns a card token; a virtual id creates one.
     *
     * @throws StripeInvalidRequestException when there is none
     */
    @AccountTransactional
    public CardToken getToken(String id) {
        return resolveToken(id).orElseThrow(() -> StripeError.notFound("token", id, "token"));
    }

    private Optional<CardToken> resolveToken(String id) {
        return TestCards.byId(id.replaceFirst("^" + TOKEN, VIRTUAL))
                .filter(card -> id.startsWith(TOKEN))
                .map(card -> mintToken(virtual(card), BillingDetails.NONE))
                .or(() -> tokens.findByToken(id));
    }

    /**
     * Returns a payment method; a virtual id creates one.
     *
     * @throws StripeInvalidRequestException when there is none
     */
    @AccountTransactional
    public PaymentMethod get(String id) {
        return findOrCreate(id)
                .orElseThrow(() -> StripeError.notFound("PaymentMethod", id, "payment_method"));
    }

    @AccountTransactional
    public Optional<PaymentMethod> findOrCreate(String id) {
        return id.startsWith(VIRTUAL)
                ? TestCards.byId(id)
                        .map(card ->
                                createPaymentMethod(virtual(card), BillingDetails.NONE, Map.of()))
                : findExisting(id);
    }

    /** Returns a payment method that is stored already, and never creates one. */
    @Transactional(readOnly = true)
    public Optional<PaymentMethod> findExisting(String id) {
        return PaymentMethod.isId(id) ? paymentMethods.findByToken(id) : Optional.empty();
    }

    /**
     * Lists the payment methods of a customer, newest first.
     *
     * @throws StripeInvalidRequestException when there is no such customer
     */
    @Transactional(readOnly = true)
    public Part<PaymentMethod> listForCustomer(String customer, Paging paging) {
        customers.require(customer, "customer");
        return paging.fetch(
                paymentMethods,
                (row, query, is) -> is.equal(row.get("customer"), customer),
                "PaymentMethod",
                id -> findExisting(id).filter(method -> method.belongsTo(customer)));
    }

    /**
     * Returns a payment method of a customer.
     *
     * @throws StripeInvalidRequestException when there is no such customer, or it is not attached
     *     to the customer
     */
    @Transactional(readOnly = true)
    public PaymentMethod getForCustomer(String customer, String id) {
        if (customers.find(customer).isEmpty()) {
            throw StripeError.notFound("customer", customer, "customer");
        }
        return findExisting(id)
                .filter(method -> method.belongsTo(customer))
                .orElseThrow(() -> StripeError.notFound("PaymentMethod", id, "payment_method"));
    }

    @AccountTransactional
    public PaymentMethod update(String id, FormParameters params) {
        var paymentMethod = get(id);
        if (!paymentMethod.isAttached()) {
            throw StripeError.invalidRequest(
                    null,
                    "You must save this PaymentMethod to a customer before you can update it.",
                    null);
        }
        var holder = BillingDetailsParameters.read(params, paymentMethod.billingDetails());
        var metadata = params.metadata(paymentMethod.metadata());
        params.choice("allow_redisplay", "always", "limited", "unspecified");
        var expiry = params.object("card").map(card -> expiry(card, paymentMethod.expiry()));
        params.rejectUnknown();
        paymentMethod.update(holder, metadata);
        expiry.ifPresent(paymentMethod::updateExpiry);
        return paymentMethods.save(paymentMethod);
    }

    private YearMonth expiry(FormParameters card, YearMonth present) {
        var month = card.integer("exp_month").orElse((long) present.getMonthValue());
        var year = card.integer("exp_year").orElse((long) present.getYear());
        return CardDetails.readExpiry(card, month, year, clock.instant());
    }

    /**
     * Attaches a payment method to a customer.
     *
     * @throws StripeCardException when the card is declined
     * @throws StripeInvalidRequestException when it is attached already, or one of the two does not
     *     exist
     * @throws DomainException.Conflict when it was detached before
     */
    @AccountTransactional
    public PaymentMethod attach(String id, String customer) {
        customers.require(customer, "customer");
        var paymentMethod = get(id);
        if (paymentMethod.isAttached()) {
            throw StripeError.invalidRequest(
                    "resource_already_exists",
                    "The payment method you provided has already been attached to a customer.",
                    null);
        }
        paymentMethod.requireUsable();
        paymentMethod
                .declineOnAttach()
                .ifPresent(refusal -> {
                    throw new StripeCardException(StripeError.of(refusal, Map.of()));
                });
        paymentMethod.attach(customer);
        return paymentMethods.save(paymentMethod);
    }

    @AccountTransactional
    public PaymentMethod detach(String id) {
        var paymentMethod = get(id);
        if (!paymentMethod.isAttached()) {
            throw StripeError.invalidRequest(
                    null,
                    "The payment method you provided is not attached to a customer so detachment is"
                            + " impossible.",
                    null);
        }
        paymentMethod
                .customer()
                .flatMap(customers::findByToken)
                .ifPresent(customer -> {
                    customer.removePaymentMethod(paymentMethod.token());
                    customers.save(customer);
                });
        paymentMethod.detach();
        return paymentMethods.save(paymentMethod);
    }

    /**
     * Checks that a payment method may be attached or charged.
     *
     * @throws DomainException.Conflict when it was detached, or used up by a charge
     */
    public void requireUsable(PaymentMethod paymentMethod) {
        paymentMethod.requireUsable();
    }

    /** Records that the card holder has authenticated: later charges do not ask again. */
    @AccountTransactional
    public void markAuthenticated(PaymentMethod paymentMethod) {
        paymentMethod.authenticate();
        paymentMethods.save(paymentMethod);
    }

    /** Attaches a payment method that was set up to a customer, unless it is attached already. */
    @AccountTransactional
    public void attachAfterSetup(PaymentMethod paymentMethod, String customer) {
        if (!paymentMethod.isAttached()) {
            paymentMethod.attach(customer);
            paymentMethods.save(paymentMethod);
        }
    }

    /** Records a charge: a payment method that no customer has cannot be used again. */
    @AccountTransactional
    public void useUp(PaymentMethod paymentMethod) {
        paymentMethod.useUp();
        paymentMethods.save(paymentMethod);
    }

    private PaymentMethod createPaymentMethod(
            CardDetails card, BillingDetails holder, Map<String, String> metadata) {
        return paymentMethods.save(newPaymentMethod(card, holder, metadata));
    }

    /** Returns a new payment method, which is not saved yet. */
    PaymentMethod newPaymentMethod(
            CardDetails card, BillingDetails holder, Map<String, String> metadata) {
        long number;
        String token;
        do {
            number = numbering.next("payment-method");
            token = "pm_" + Tokens.of("payment-method", number, LONG_ID);
            // a foreign id is stored unchanged, and can equal the next one of this account
        } while (paymentMethods.findByToken(token).isPresent());
        return new PaymentMethod(number, token, card, holder, metadata, clock.instant());
    }

    private CardToken mintToken(CardDetails card, BillingDetails holder) {
        var number = numbering.next("card-token");
        return tokens.save(
                new CardToken(
                        number,
                        TOKEN + Tokens.of("card-token", number, LONG_ID),
                        card,
                        holder,
                        clock.instant()));
    }

    /** Returns the card of a virtual id; it expires a year from now, as Stripe's do. */
    private CardDetails virtual(TestCard card) {
        var now = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        return new CardDetails(card.number(), now.plusYears(1), true);
    }
}
