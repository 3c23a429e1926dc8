package dev.paystub.checkout;

import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Schedule;
import dev.paystub.kernel.DomainException;
import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.payment.HostedPages;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.stripe.card.BillingDetails;
import dev.paystub.stripe.card.CardForm;
import dev.paystub.stripe.card.CardSetup;
import dev.paystub.stripe.card.CardSetup.Outcome;
import dev.paystub.stripe.card.CardValidationException;
import dev.paystub.stripe.card.TestCards;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The operations of the hosted pages: find a session, take a card for it, and complete it once. */
@Service
public class CheckoutService {

    private final CheckoutSessions sessions;
    private final CardSetup cards;
    private final CheckoutActivation activation;
    private final HostedPages.Opener opener;
    private final Schedule schedule;

    CheckoutService(
            CheckoutSessions sessions,
            CardSetup cards,
            CheckoutActivation activation,
            HostedPages.Opener opener,
            Schedule schedule) {
        this.sessions = sessions;
        this.cards = cards;
        this.activation = activation;
        this.opener = opener;
        this.schedule = schedule;
    }

    /** Returns all sessions of the account, newest first. */
    @Transactional(readOnly = true)
    public List<CheckoutSession> all() {
        return sessions.findAllByOrderByNumberDesc();
    }

    @Transactional(readOnly = true)
    public Optional<CheckoutSession> find(String id) {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> id.startsWith(CheckoutSession.prefix(purpose)))
                .findFirst()
                .flatMap(purpose ->
                        sessions.findBySessionLink(
                                        id.substring(CheckoutSession.prefix(purpose).length()))
                                .filter(session -> session.purpose() == purpose));
    }

    /**
     * Returns the session with that id.
     *
     * @throws DomainException.NotFound when the account has no such session
     */
    @Transactional(readOnly = true)
    public CheckoutSession get(String id) {
        return find(id).orElseThrow(() ->
                new DomainException.NotFound("No such checkout session: '%s'".formatted(id)));
    }

    /** Returns the card with which the session's organization pays at present. */
    @Transactional(readOnly = true)
    public Optional<StoredCard> presentCard(CheckoutSession session) {
        return opener.currentCard(session.reference());
    }

    /**
     * Takes a card for a session, and completes the session when the card is ready. A declined card
     * is recorded, and the session stays open.
     *
     * @throws DomainException.NotFound when the account has no such session
     * @throws DomainException.Conflict when the session is no longer open, or completing it has
     *     become impossible
     * @throws CardValidationException when a field of the form is not valid
     */
    @AccountTransactional
    public Outcome submit(String id, CardForm form, BillingDetails holder) {
        return attempt(id, () -> cards.setUp(form, holder));
    }

    /**
     * Continues a session after its card holder has passed or failed authentication.
     *
     * @throws DomainException.NotFound when there is no such session or payment method
     * @throws DomainException.Conflict when the session is no longer open, or completing it has
     *     become impossible
     */
    @AccountTransactional
    public Outcome authenticate(String id, String paymentMethodId, boolean succeeded) {
        return attempt(
                id,
                () ->
                        succeeded
                                ? cards.completeAuthentication(paymentMethodId)
                                : new Outcome.Declined(TestCards.AUTHENTICATION_FAILED));
    }

    private Outcome attempt(String id, Supplier<Outcome> setUp) {
        var session = get(id);
        session.requireOpen();
        opener.requireCompletable(session.purpose(), session.reference(), session.quantity());
        var outcome = setUp.get();
        switch (outcome) {
            case Outcome.Ready ready -> complete(session, ready.card());
            case Outcome.Declined declined -> {
                session.recordDecline(declined.decline());
                sessions.save(session);
            }
            case Outcome.AuthenticationRequired challenge -> {
                // the session changes only after the authentication
            }
        }
        return outcome;
    }

    private void complete(CheckoutSession session, StoredCard card) {
        session.complete(card.paymentMethod());
        sessions.save(session);
        schedule.cancel(CheckoutExpiry.KIND, session.number());
        activation.activate(session);
    }

    /**
     * Records that the customer left without a card; the session stays open.
     *
     * @throws DomainException.Conflict when the session is no longer open
     */
    @AccountTransactional
    public CheckoutSession abandon(String id) {
        var session = get(id);
        session.abandon();
        return sessions.save(session);
    }

    /**
     * Expires a session before its time.
     *
     * @throws DomainException.Conflict when the session is no longer open
     */
    @AccountTransactional
    public CheckoutSession expire(String id) {
        var session = get(id);
        session.requireOpen();
        session.expire();
        schedule.cancel(CheckoutExpiry.KIND, session.number());
        return sessions.save(session);
    }
}
