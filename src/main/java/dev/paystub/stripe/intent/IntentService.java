package dev.paystub.stripe.intent;

import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.stripe.CreatedFilter;
import dev.paystub.stripe.Decline;
import dev.paystub.stripe.Paging;
import dev.paystub.stripe.Paging.Part;
import dev.paystub.stripe.StripeError;
import dev.paystub.stripe.StripeInvalidRequestException;
import dev.paystub.stripe.card.CustomerService;
import dev.paystub.stripe.card.PaymentMethod;
import dev.paystub.stripe.card.PaymentMethodService;
import dev.paystub.stripe.card.PaymentMethodService.NewCard;
import dev.paystub.stripe.intent.Intent.Kind;
import dev.paystub.stripe.intent.Intent.Status;
import dev.paystub.stripe.intent.Intent.Terms;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates, changes and ends SetupIntents and PaymentIntents. A declined card is a result, not an
 * exception: the intent records it and waits for another card.
 */
@Service
public class IntentService {

    private static final int LONG_ID = 24;
    private static final int SECRET_LENGTH = 40;
    private static final String SECRET = "_secret_";

    private static final Set<Status> CONFIRMABLE =
            EnumSet.of(
                    Status.REQUIRES_PAYMENT_METHOD,
                    Status.REQUIRES_CONFIRMATION,
                    Status.REQUIRES_ACTION);

    private static final String CONFIRMABLE_LIST = labels(CONFIRMABLE);

    private static final String CUSTOMER = "customer";
    private static final String PAYMENT_METHOD = "payment_method";

    private final Intents intents;
    private final PaymentMethodService paymentMethods;
    private final CustomerService customers;
    private final IntentConfirmation confirmation;
    private final Numbering numbering;
    private final Clock clock;

    IntentService(
            Intents intents,
            PaymentMethodService paymentMethods,
            CustomerService customers,
            IntentConfirmation confirmation,
            Numbering numbering,
            Clock clock) {
        this.intents = intents;
        this.paymentMethods = paymentMethods;
        this.customers = customers;
        this.confirmation = confirmation;
        this.numbering = numbering;
        this.clock = clock;
    }

    /**
     * The card in a request, and its use.
     *
     * @param paymentMethod an id, or null
     * @param newCard the data of a payment method to create, or null
     * @param futureUse the new future usage, or null to keep the present one
     * @param returnUrl the page after an authentication, or null to keep the present one
     * @param inStripeJs whether Stripe.js handles an authentication within the page
     */
    record CardSelection(
            @Nullable String paymentMethod,
            @Nullable NewCard newCard,
            boolean offSession,
            @Nullable String futureUse,
            @Nullable String returnUrl,
            boolean inStripeJs) {}

    /**
     * The values of an intent after an update.
     *
     * @param named the sent parameters that need an intent before its final status
     */
    record Changes(
            List<String> named,
            long amount,
            @Nullable String currency,
            @Nullable String customer,
            @Nullable String futureUse,
            boolean captureManually,
            @Nullable String description,
            @Nullable String receiptEmail,
            Map<String, String> metadata,
            CardSelection card) {}

    /**
     * The filter of a list.
     *
     * @param customer the id of a customer, or null for all
     * @param paymentMethod the id of a payment method, or null for all
     */
    record Filter(
            Kind kind,
            CreatedFilter created,
            @Nullable String customer,
            @Nullable String paymentMethod) {}

    /**
     * The key of a request, and the client secret that it carries.
     *
     * @param publishable whether the key is publishable, so that only the client secret grants
     *     access
     */
    record IntentAccess(boolean publishable, @Nullable String clientSecret) {}

    /**
     * An intent with its payment methods.
     *
     * @param refused the payment method that was declined last
     * @param decline the decline in this very request, or null
     */
    public record IntentResult(
            Intent intent,
            @Nullable PaymentMethod paymentMethod,
            @Nullable PaymentMethod refused,
            @Nullable Decline decline) {}

    /**
     * Returns the signed link in a client secret, which names the account; empty when there is
     * none.
     */
    public static String accountLink(String clientSecret) {
        var at = clientSecret.indexOf(SECRET);
        return at < 0 ? "" : clientSecret.substring(at + SECRET.length());
    }

    /**
     * Creates an intent, and confirms it when requested.
     *
     * @throws StripeInvalidRequestException when the customer or the payment method does not exist
     *     or does not fit
     */
    @AccountTransactional
    public IntentResult create(Terms terms, CardSelection card, boolean confirm) {
        if (terms.customer() != null) {
            customers.requireExists(terms.customer(), CUSTOMER);
        }
        var number = numbering.next("intent");
        var token = terms.kind().prefix() + Tokens.of("intent", number, LONG_ID);
        var secret = token + SECRET + Tokens.link("intent", number, SECRET_LENGTH);
        var intent = new Intent(number, token, secret, terms, clock.instant());
        applyCard(intent, card);
        return saved(intent, confirm ? confirmation.confirm(intent, card) : null);
    }

    /**
     * Returns an intent.
     *
     * @throws StripeInvalidRequestException when there is none, or the client secret is not its own
     */
    @Transactional(readOnly = true)
    public IntentResult get(Kind kind, String id, IntentAccess access) {
        return result(find(kind, id, access), null);
    }

    /** Lists the intents of a kind, newest first. */
    @Transactional(readOnly = true)
    public Part<IntentResult> list(Filter filter, Paging paging) {
        Specification<Intent> wanted =
                filter.created()
                        .<Intent>toSpecification()
                        .and((row, query, is) -> is.equal(row.get("kind"), filter.kind()));
        var customer = filter.customer();
        if (customer != null) {
            customers.requireExists(customer, CUSTOMER);
            wanted = wanted.and((row, query, is) -> is.equal(row.get(CUSTOMER), customer));
        }
        var method = filter.paymentMethod();
        if (method != null) {
            if (paymentMethods.findExisting(method).isEmpty()) {
                throw StripeError.unknownReference("PaymentMethod", method, PAYMENT_METHOD);
            }
            wanted = wanted.and((row, query, is) -> is.equal(row.get("paymentMethod"), method));
        }
        var part =
                paging.fetch(
                        intents,
                        wanted,
                        filter.kind().noun(),
                        id ->
                                intents.findByToken(id)
                                        .filter(found -> found.kind() == filter.kind()));
        return new Part<>(
                part.data().stream().map(intent -> result(intent, null)).toList(), part.hasMore());
    }

    /**
     * Updates an intent.
     *
     * @param changes computes the new values from the present intent
     * @throws StripeInvalidRequestException when there is no such intent, or a value does not fit;
     *     nothing has changed then
     */
    @AccountTransactional
    public IntentResult update(Kind kind, String id, Function<Intent, Changes> changes) {
        var intent = find(kind, id, new IntentAccess(false, null));
        var wanted = changes.apply(intent);
        if (!wanted.named().isEmpty() && !CONFIRMABLE.contains(intent.status())) {
            throw notUpdatable(intent, wanted.named().getFirst());
        }
        intent.update(wanted.description(), wanted.metadata());
        intent.setReceiptEmail(wanted.receiptEmail());
        if (wanted.named().isEmpty()) {
            return saved(intent, null);
        }
        if (wanted.customer() != null) {
            assignCustomer(intent, wanted.customer());
        }
        intent.changeAmount(wanted.amount(), wanted.currency());
        intent.setFutureUsage(wanted.futureUse());
        intent.captureManually(wanted.captureManually());
        applyCard(intent, wanted.card());
        intent.paymentMethod()
                .flatMap(paymentMethods::findExisting)
                .ifPresent(method -> confirmation.requireUsable(intent, method));
        return saved(intent, null);
    }

    private void assignCustomer(Intent intent, String customer) {
        customers.requireExists(customer, CUSTOMER);
        if (intent.customer().isPresent() && !intent.belongsTo(customer)) {
            throw StripeError.invalidRequest(
                    null,
                    "You cannot modify `customer` on a %s once it already has been set. To fulfill a payment with a different Customer, cancel this %s and create a new one."
                            .formatted(intent.kind().type(), intent.kind().type()),
                    CUSTOMER);
        }
        intent.assignCustomer(customer);
    }

    private static StripeInvalidRequestException notUpdatable(Intent intent, String param) {
        var type = intent.kind().type();
        return StripeError.invalidRequest(
                intent.kind().object() + "_unexpected_state",
                "This %s's %s could not be updated because it has a status of %s. You may only update the %s of a %s with one of the following statuses: %s."
                        .formatted(
                                type,
                                param,
                                intent.status().label(),
                                param,
                                type,
                                CONFIRMABLE_LIST),
                param);
    }

    /**
     * Confirms an intent with its present payment method, or with the one in the request.
     *
     * @throws StripeInvalidRequestException when there is no such intent or payment method, or it
     *     cannot be used
     */
    @AccountTransactional
    public IntentResult confirm(Kind kind, String id, IntentAccess access, CardSelection card) {
        var intent = find(kind, id, access);
        if (!CONFIRMABLE.contains(intent.status())) {
            throw intent.unexpectedState(
                    "You cannot confirm this %s because it has %s."
                            .formatted(
                                    kind.type(),
                                    intent.status() == Status.SUCCEEDED
                                            ? "already succeeded"
                                            : "a status of " + intent.status().label()));
        }
        applyCard(intent, card);
        return saved(intent, confirmation.confirm(intent, card));
    }

    /**
     * Continues after the holder has authenticated, or failed to.
     *
     * @throws StripeInvalidRequestException when the intent does not wait for an authentication
     */
    @AccountTransactional
    public IntentResult authenticate(String clientSecret, boolean succeeded) {
        var intent =
                intents.findByToken(clientSecret.replaceFirst(SECRET + ".*", ""))
                        .filter(found -> hasSecret(found, clientSecret))
                        .orElseThrow(() -> noSuchSecret());
        var method = intent.paymentMethod().flatMap(paymentMethods::findExisting);
        if (intent.status() != Status.REQUIRES_ACTION || method.isEmpty()) {
            throw intent.unexpectedState(
                    "This %s waits for no authentication: it has a status of %s."
                            .formatted(intent.kind().type(), intent.status().label()));
        }
        return saved(intent, confirmation.authenticate(intent, method.get(), succeeded));
    }

    public static StripeInvalidRequestException noSuchSecret() {
        return StripeError.invalidRequest(
                404, "resource_missing", "No such client_secret", "client_secret");
    }

    /**
     * Cancels an intent.
     *
     * @throws StripeInvalidRequestException when it has its final status
     */
    @AccountTransactional
    public IntentResult cancel(Kind kind, String id, @Nullable String reason) {
        var intent = find(kind, id, new IntentAccess(false, null));
        var cancellable = EnumSet.copyOf(CONFIRMABLE);
        if (kind == Kind.PAYMENT) {
            cancellable.add(Status.REQUIRES_CAPTURE);
        }
        if (!cancellable.contains(intent.status())) {
            throw intent.unexpectedState(
                    "You cannot cancel this %s because it has a status of %s. Only a %s with one of the following statuses may be canceled: %s."
                            .formatted(
                                    kind.type(),
                                    intent.status().label(),
                                    kind.type(),
                                    labels(cancellable)));
        }
        intent.cancel(reason, clock.instant());
        return saved(intent, null);
    }

    private static String labels(Set<Status> statuses) {
        return statuses.stream().map(Status::label).collect(Collectors.joining(", "));
    }

    /**
     * Captures an authorized amount, or a part.
     *
     * @param amount in the smallest unit of the currency; empty for all
     * @throws StripeInvalidRequestException when nothing is authorized, or less than this amount
     */
    @AccountTransactional
    public IntentResult capture(String id, Optional<Long> amount) {
        var intent = find(Kind.PAYMENT, id, new IntentAccess(false, null));
        if (intent.status() != Status.REQUIRES_CAPTURE) {
            throw intent.unexpectedState(
                    "This PaymentIntent could not be captured because it has a status of %s. Only a PaymentIntent with one of the following statuses may be captured: requires_capture."
                            .formatted(intent.status().label()));
        }
        var captured = amount.orElse(intent.amount());
        if (captured < 1 || captured > intent.amount()) {
            throw StripeError.invalidRequest(
                    captured < 1 ? "amount_too_small" : "amount_too_large",
                    "The amount to capture must be between 1 and %d.".formatted(intent.amount()),
                    "amount_to_capture");
        }
        intent.capture(captured);
        return saved(intent, null);
    }

    private Intent find(Kind kind, String id, IntentAccess access) {
        var intent =
                intents.findByToken(id)
                        .filter(found -> found.kind() == kind)
                        .orElseThrow(() -> StripeError.notFound(kind.noun(), id, "intent"));
        var secret = access.clientSecret();
        if (secret == null && access.publishable()) {
            throw StripeError.invalidRequest(
                    "parameter_missing", "Missing required param: client_secret.", "client_secret");
        }
        if (secret != null && !hasSecret(intent, secret)) {
            throw StripeError.invalidRequest(
                    kind.object() + "_invalid_parameter",
                    "The client_secret provided does not match the client_secret associated with the %s."
                            .formatted(kind.type()),
                    "client_secret");
        }
        return intent;
    }

    private static boolean hasSecret(Intent intent, String secret) {
        return MessageDigest.isEqual(
                intent.clientSecret().getBytes(StandardCharsets.UTF_8),
                secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Applies the card of a request to an intent. */
    private void applyCard(Intent intent, CardSelection card) {
        selectPaymentMethod(card)
                .ifPresent(method -> {
                    confirmation.requireUsable(intent, method);
                    intent.choosePaymentMethod(method.token());
                    intent.resetAuthentication();
                });
        if (card.futureUse() != null) {
            intent.setFutureUsage(card.futureUse());
        }
        if (card.returnUrl() != null) {
            intent.setReturnUrl(card.returnUrl());
        }
    }

    private Optional<PaymentMethod> selectPaymentMethod(CardSelection card) {
        if (card.newCard() != null) {
            return Optional.of(paymentMethods.create(card.newCard()));
        }
        var id = card.paymentMethod();
        return id == null
                ? Optional.empty()
                : Optional.of(
                        paymentMethods
                                .findOrCreate(id)
                                .orElseThrow(() ->
                                        StripeError.unknownReference(
                                                "PaymentMethod", id, PAYMENT_METHOD)));
    }

    private IntentResult saved(Intent intent, @Nullable Decline decline) {
        return result(intents.save(intent), decline);
    }

    /** Returns an intent of either kind, without a check of the caller's key. */
    @Transactional(readOnly = true)
    public Optional<IntentResult> find(String token) {
        return intents.findByToken(token).map(intent -> result(intent, null));
    }

    private IntentResult result(Intent intent, @Nullable Decline decline) {
        return new IntentResult(
                intent,
                intent.paymentMethod().flatMap(paymentMethods::findExisting).orElse(null),
                intent.errorPaymentMethod().flatMap(paymentMethods::findExisting).orElse(null),
                decline);
    }
}
