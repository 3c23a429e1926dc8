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

/** What the hosted pages do: show a session, take a card for it, complete it once. */
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

    /** All sessions of the account, newest first. */
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
     * @throws DomainException.NotFound when the account has no such session
     */
    @Transactional(readOnly = true)
    public CheckoutSession get(String id) {
        return find(id).orElseThrow(() ->
                new DomainException.NotFound("No such checkout session: '%s'".formatted(id)));
    }

    /** The card that a session's organization pays with at present. */
    @Transactional(readOnly = true)
    public Optional<StoredCard> presentCard(CheckoutSession session) {
        return opener.currentCard(session.reference());
    }

    /**
     * Takes a card for a session, and completes it when the card is ready. A refused card is
     * remembered, and the session stays open.
     *
     * @throws DomainException.NotFound when the account has no such session
     * @throws DomainException.Conflict when the session is not open any more, or not of use any
     *     more
     * @throws CardValidationException when the form is not filled in properly
     */
    @AccountTransactional
    public Outcome submit(String id, CardForm form, BillingDetails holder) {
        return attempt(id, () -> cards.setUp(form, holder));
    }

    /**
     * Goes on with a session when its card holder has authenticated, or has failed to.
     *
     * @throws DomainException.NotFound when there is no such session or payment method
     * @throws DomainException.Conflict when the session is not open any more, or not of use any
     *     more
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
                // nothing has happened yet
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
     * Lets the customer leave without a card; the session stays open.
     *
     * @throws DomainException.Conflict when it is not open any more
     */
    @AccountTransactional
    public CheckoutSession abandon(String id) {
        var session = get(id);
        session.abandon();
        return sessions.save(session);
    }

    /**
     * Lets a session expire before its time.
     *
     * @throws DomainException.Conflict when it is not open any more
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
