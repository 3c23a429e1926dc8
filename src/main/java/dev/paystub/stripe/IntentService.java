package dev.paystub.stripe;

import dev.paystub.account.AccountTransactional;
import dev.paystub.account.Numbering;
import dev.paystub.account.Tokens;
import dev.paystub.stripe.Intent.Kind;
import dev.paystub.stripe.Intent.Status;
import dev.paystub.stripe.Intent.Terms;
import dev.paystub.stripe.Paging.Part;
import dev.paystub.stripe.PaymentMethodService.NewCard;
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
 * SetupIntents and PaymentIntents from their creation to their end. A refused card is an outcome:
 * the intent remembers it and waits for another.
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
     * The card that a request brings, and how it is to be used.
     *
     * @param paymentMethod an id, or null
     * @param newCard what to make one of, or null
     * @param futureUse what the card is set up for, or null to leave that as it is
     * @param returnUrl where the holder goes after authenticating, or null to leave it
     * @param inStripeJs whether the page's script takes the holder through whatever follows
     */
    record CardSelection(
            @Nullable String paymentMethod,
            @Nullable NewCard newCard,
            boolean offSession,
            @Nullable String futureUse,
            @Nullable String returnUrl,
            boolean inStripeJs) {}

    /**
     * How an intent is to be from now on.
     *
     * @param named the parameters that only an intent takes which has not come to its end
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
     * Which intents a list is of.
     *
     * @param customer whose, or null
     * @param paymentMethod with which card, or null
     */
    record Filter(
            Kind kind,
            CreatedFilter created,
            @Nullable String customer,
            @Nullable String paymentMethod) {}

    /**
     * Who asks for an intent.
     *
     * @param publishable whether only the client secret gives a right to it
     */
    record IntentAccess(boolean publishable, @Nullable String clientSecret) {}

    /**
     * How an intent stands.
     *
     * @param refused the card that was refused last
     * @param decline why a card was refused just now
     */
    record IntentResult(
            Intent intent,
            @Nullable PaymentMethod paymentMethod,
            @Nullable PaymentMethod refused,
            @Nullable Decline decline) {}

    /** Where the part of a client secret begins that names the account. */
    static String accountLink(String clientSecret) {
        var at = clientSecret.indexOf(SECRET);
        return at < 0 ? "" : clientSecret.substring(at + SECRET.length());
    }

    /** Makes an intent, and confirms it at once if that is wanted. */
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
     * @throws StripeInvalidRequestException when there is none, or it is not the asker's
     */
    @Transactional(readOnly = true)
    public IntentResult get(Kind kind, String id, IntentAccess access) {
        return result(find(kind, id, access), null);
    }

    /** Those of a kind, newest first. */
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
     * Changes an intent.
     *
     * @param changes what becomes of it as it is
     * @throws StripeInvalidRequestException when there is none, or it cannot be so; it is as it was
     *     then
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
     * Confirms an intent, with the card it has or with the one that comes.
     *
     * @throws StripeInvalidRequestException when there is no such intent or card, or none of use
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
     * Goes on once the holder has authenticated, or has failed to.
     *
     * @throws StripeInvalidRequestException when nobody waits for that
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

    static StripeInvalidRequestException noSuchSecret() {
        return StripeError.invalidRequest(
                404, "resource_missing", "No such client_secret", "client_secret");
    }

    /**
     * Gives an intent up.
     *
     * @throws StripeInvalidRequestException when it has come to its end
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
     * Takes the money that was set aside, or a part of it.
     *
     * @throws StripeInvalidRequestException when none was, or not so much
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

    /** Notes what a request brings. */
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

    /** How an intent stands, whoever asks. */
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
