package dev.paystub.puregpu;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.paystub.account.AccountEvent;
import dev.paystub.catalog.Catalog;
import dev.paystub.invoice.Invoice.InvoiceCreated;
import dev.paystub.invoice.Invoice.InvoicePaid;
import dev.paystub.invoice.Invoice.UsageInvoiceOpened;
import dev.paystub.invoice.Invoicing;
import dev.paystub.invoice.Ledger.BalanceChanged;
import dev.paystub.order.Hosting.HostingChanged;
import dev.paystub.order.Ordering;
import dev.paystub.payment.Card.CardChanged;
import dev.paystub.payment.CryptoPayment.CryptoPaymentChanged;
import dev.paystub.payment.DunningExhausted;
import dev.paystub.payment.Payments;
import dev.paystub.payment.Payments.PaymentFailed;
import dev.paystub.payment.StoredCards;
import dev.paystub.webhook.PayloadContributor;
import dev.paystub.webhook.WebhookFormat;
import java.math.BigDecimal;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Represents invoices, crypto payments, services, cards and the balance in webhooks as the GET
 * operations do.
 */
@Component
class PureGpuPayloads implements PayloadContributor {

    private final Invoicing invoicing;
    private final Payments payments;
    private final StoredCards storedCards;
    private final Ordering ordering;
    private final Catalog catalog;
    private final WhmcsFormat format;

    PureGpuPayloads(
            Invoicing invoicing,
            Payments payments,
            StoredCards storedCards,
            Ordering ordering,
            Catalog catalog,
            WhmcsFormat format) {
        this.invoicing = invoicing;
        this.payments = payments;
        this.storedCards = storedCards;
        this.ordering = ordering;
        this.catalog = catalog;
        this.format = format;
    }

    @Override
    public Optional<Object> payload(AccountEvent event, WebhookFormat style) {
        if (style != WebhookFormat.STANDARD) {
            return Optional.empty();
        }
        return switch (event) {
            case InvoiceCreated created -> invoice(created.number());
            case UsageInvoiceOpened opened -> invoice(opened.number());
            case InvoicePaid paid -> invoice(paid.number());
            case PaymentFailed failed -> invoice(failed.invoice());
            case DunningExhausted given -> invoice(given.invoice());
            case CryptoPaymentChanged changed ->
                    Optional.of(
                            CryptoController.PaymentEntry.of(
                                    payments.cryptoPayment(changed.number()).view()));
            case HostingChanged changed -> service(changed.number());
            case CardChanged changed -> card(changed.number());
            case BalanceChanged changed ->
                    Optional.of(new BalanceShown(WhmcsFormat.decimal(changed.after().amount())));
            default -> Optional.empty();
        };
    }

    private Optional<Object> invoice(long number) {
        return invoicing
                .find(number)
                .map(invoice ->
                        new InvoiceShown(
                                number,
                                InvoiceController.InvoiceDetail.of(invoice.view(), format)));
    }

    private Optional<Object> service(long number) {
        var hosting = ordering.hosting(number).view();
        var product = catalog.find(hosting.pid()).orElseThrow();
        return Optional.of(ServiceController.ServiceDetail.of(hosting, product));
    }

    private Optional<Object> card(long number) {
        return storedCards.all().stream()
                .filter(card -> card.number() == number)
                .findFirst()
                .map(card -> CardController.CardEntry.of(card.view(), format));
    }

    /** The detail with its id, which the documented response lacks. */
    private record InvoiceShown(long id, @JsonUnwrapped InvoiceController.InvoiceDetail detail) {}

    private record BalanceShown(BigDecimal balance) {}
}
