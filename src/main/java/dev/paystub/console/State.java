package dev.paystub.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The state of an account at one instant. Field names are those of the billing APIs where these
 * have the same value. Instants are ISO-8601 in UTC. Amounts are US dollars with two decimals,
 * unless they are coins. Lists are newest first and bounded; {@code total} counts all.
 *
 * @param scenario the scenario with which the account began; null when that has no name
 * @param snapshots the number of the account's snapshots
 * @param events the cursor after the latest event
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "AccountState")
record State(
        ClockState clock,
        @Nullable String scenario,
        String balance,
        LedgerList ledger,
        InvoiceList invoices,
        ServiceList services,
        CardList cards,
        CryptoPaymentList cryptoPayments,
        CheckoutList checkouts,
        OrganizationList organizations,
        FaultCount faults,
        WebhookCount webhooks,
        int snapshots,
        @Schema(description = "The cursor after the latest event, for GET /sandbox/events")
                String events) {

    /** {@code next_due} is when the first scheduled task falls due; null when there is none. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateClock")
    record ClockState(
            String now,
            @Schema(description = "Null while the clock runs") @Nullable String frozenTime,
            @Schema(description = "When the first scheduled task falls due")
                    @Nullable String nextDue,
            @Nullable String nextDueKind,
            @Schema(description = "Tasks that failed, and are tried again when the clock is moved")
                    int setAside) {}

    @Schema(name = "StateLedger")
    record LedgerList(long total, List<LedgerRow> entries) {}

    /** A change of the balance, with the request or scheduled task that made it. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateLedgerEntry")
    record LedgerRow(
            long id,
            String at,
            @Schema(
                            allowableValues = {
                                "opening",
                                "funds",
                                "overpayment",
                                "credit",
                                "usage",
                                "other"
                            })
                    String kind,
            String description,
            String amount,
            String balanceAfter,
            @Nullable Long invoiceId,
            @Schema(description = "The request or the scheduled task; empty when unknown")
                    String cause,
            @Schema(description = "Null for scheduled tasks") @Nullable String requestId) {}

    @Schema(name = "StateInvoices")
    record InvoiceList(long total, long unpaid, long overdue, List<InvoiceRow> entries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateInvoice")
    record InvoiceRow(
            long id,
            String date,
            String duedate,
            @Nullable String paidAt,
            String subtotal,
            String credit,
            String total,
            String balance,
            @Schema(allowableValues = {"Unpaid", "Paid"}) String status,
            boolean overdue,
            @Schema(description = "Automatic charges that failed") int attempts,
            @Schema(description = "When the default card is charged") @Nullable String nextCharge,
            String cause,
            @Nullable String requestId) {}

    @Schema(name = "StateServices")
    record ServiceList(long total, List<ServiceRow> entries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateService")
    record ServiceRow(
            long id,
            int pid,
            String regdate,
            String name,
            String domain,
            String suspensionreason,
            @Schema(allowableValues = {"Pending", "Active", "Suspended", "Cancelled"})
                    String status,
            String billingcycle,
            String billingamount,
            @Schema(description = "The next hour or renewal") @Nullable String nextDue) {}

    @Schema(name = "StateCards")
    record CardList(long total, List<CardRow> entries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateCard")
    record CardRow(
            long id,
            String brand,
            String cardLastFour,
            @Schema(description = "MM/YY") String expiryDate,
            String paymentMethod,
            @JsonProperty("is_default") boolean preferred,
            String lastUpdated) {}

    /** {@code open} counts the payments that will still change. */
    @Schema(name = "StateCryptoPayments")
    record CryptoPaymentList(long total, long open, List<CryptoPaymentRow> entries) {}

    /** Amounts besides {@code price_amount} are coins. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateCryptoPayment")
    record CryptoPaymentRow(
            long id,
            String status,
            @JsonProperty("case") String walk,
            long invoiceId,
            String priceAmount,
            String payAddress,
            @Nullable String payinExtraId,
            BigDecimal payAmount,
            String payCurrency,
            String network,
            BigDecimal actuallyPaid,
            @Nullable Long parentPaymentId,
            String createdAt,
            String updatedAt,
            @Schema(description = "Whether it will not change any more") boolean ended,
            @Schema(description = "Whether coins can be sent to it by hand") boolean takesDeposits,
            @Nullable String nextDue,
            String pageUrl) {}

    @Schema(name = "StateCheckouts")
    record CheckoutList(long total, long open, List<CheckoutRow> entries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateCheckout")
    record CheckoutRow(
            String id,
            String url,
            @Schema(allowableValues = {"subscription", "setup"}) String mode,
            @Schema(allowableValues = {"open", "complete", "expired"}) String status,
            String orgId,
            String orgName,
            @Nullable Integer quantity,
            @Nullable String unitPrice,
            @Nullable String monthlyEstimate,
            String expiresAt,
            @Nullable String successUrl,
            @Nullable String cancelUrl,
            @Nullable String paymentMethod,
            @Nullable CardError lastError) {}

    /** The latest decline of a card on a hosted page. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateCardError")
    record CardError(String code, @Nullable String declineCode, String message) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "StateOrganizations")
    record OrganizationList(long total, long pastDue, List<OrganizationRow> entries) {}

    /** {@code subscription} is the latest one, canceled or not; null when there was none. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateOrganization")
    record OrganizationRow(
            String orgId,
            String orgName,
            String owner,
            @Schema(description = "How many are in use") int resources,
            @Schema(description = "How many may be in use") int limit,
            @Schema(allowableValues = {"free", "resource-based"}) String plan,
            @Nullable SubscriptionRow subscription,
            @Schema(description = "When the resources are removed, after a cancellation")
                    @Nullable String purgeAt,
            @Schema(description = "At most 10, newest first") List<UnpaidBill> unpaidBills) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateSubscription")
    record SubscriptionRow(
            @Schema(allowableValues = {"active", "past_due", "canceled"}) String status,
            int quantity,
            String unitPrice,
            @Schema(description = "MM/YYYY") String paymentExp,
            String brand,
            String cardLastFour,
            String periodStart,
            @Schema(description = "The last day, on which the month is billed") String periodEnd,
            @Nullable NextBill nextBill,
            @Nullable String canceledAt) {}

    /** The next bill, if the quantity does not change before. */
    @Schema(name = "StateNextBill")
    record NextBill(String at, String amount) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StateUnpaidBill")
    record UnpaidBill(
            String id,
            String date,
            String amount,
            String description,
            @Schema(description = "Charges that failed") int attempts,
            @Schema(description = "When the card is charged again; null after the last retry")
                    @Nullable String nextRetry) {}

    /** {@code armed} counts the rules that will still fire. */
    @Schema(name = "StateFaults")
    record FaultCount(int rules, int armed) {}

    /** {@code pending} counts the deliveries that are neither delivered nor given up. */
    @Schema(name = "StateWebhooks")
    record WebhookCount(int endpoints, int enabled, int pending) {}
}
