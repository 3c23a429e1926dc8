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
record AccountState(
        StateClock clock,
        @Nullable String scenario,
        String balance,
        StateLedger ledger,
        StateInvoices invoices,
        StateServices services,
        StateCards cards,
        StateCryptoPayments cryptoPayments,
        StateCheckouts checkouts,
        StateOrganizations organizations,
        StateFaults faults,
        StateWebhooks webhooks,
        int snapshots,
        @Schema(description = "The cursor after the latest event, for GET /sandbox/events")
                String events) {

    /** {@code next_due} is when the first scheduled task falls due; null when there is none. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateClock(
            String now,
            @Schema(description = "Null while the clock runs") @Nullable String frozenTime,
            @Schema(description = "When the first scheduled task falls due")
                    @Nullable String nextDue,
            @Nullable String nextDueKind,
            @Schema(description = "Tasks that failed, and are tried again when the clock is moved")
                    int setAside) {}

    record StateLedger(long total, List<StateLedgerEntry> entries) {}

    /** A change of the balance, with the request or scheduled task that made it. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateLedgerEntry(
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

    record StateInvoices(long total, long unpaid, long overdue, List<StateInvoice> entries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateInvoice(
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

    record StateServices(long total, List<StateService> entries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateService(
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

    record StateCards(long total, List<StateCard> entries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateCard(
            long id,
            String brand,
            String cardLastFour,
            @Schema(description = "MM/YY") String expiryDate,
            String paymentMethod,
            @JsonProperty("is_default") boolean preferred,
            String lastUpdated) {}

    /** {@code open} counts the payments that will still change. */
    record StateCryptoPayments(long total, long open, List<StateCryptoPayment> entries) {}

    /** Amounts besides {@code price_amount} are coins. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateCryptoPayment(
            long id,
            String status,
            @JsonProperty("case") String paymentCase,
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

    record StateCheckouts(long total, long open, List<StateCheckout> entries) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateCheckout(
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
            @Nullable StateCardError lastError) {}

    /** The latest decline of a card on a hosted page. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateCardError(String code, @Nullable String declineCode, String message) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record StateOrganizations(long total, long pastDue, List<StateOrganization> entries) {}

    /** {@code subscription} is the latest one, canceled or not; null when there was none. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateOrganization(
            String orgId,
            String orgName,
            String owner,
            @Schema(description = "How many are in use") int resources,
            @Schema(description = "How many may be in use") int limit,
            @Schema(allowableValues = {"free", "resource-based"}) String plan,
            @Nullable StateSubscription subscription,
            @Schema(description = "When the resources are removed, after a cancellation")
                    @Nullable String purgeAt,
            @Schema(description = "At most 10, newest first") List<StateUnpaidBill> unpaidBills) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateSubscription(
            @Schema(allowableValues = {"active", "past_due", "canceled"}) String status,
            int quantity,
            String unitPrice,
            @Schema(description = "MM/YYYY") String paymentExp,
            String brand,
            String cardLastFour,
            String periodStart,
            @Schema(description = "The last day, on which the month is billed") String periodEnd,
            @Nullable StateNextBill nextBill,
            @Nullable String canceledAt) {}

    /** The next bill, if the quantity does not change before. */
    record StateNextBill(String at, String amount) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record StateUnpaidBill(
            String id,
            String date,
            String amount,
            String description,
            @Schema(description = "Charges that failed") int attempts,
            @Schema(description = "When the card is charged again; null after the last retry")
                    @Nullable String nextRetry) {}

    /** {@code armed} counts the rules that will still fire. */
    record StateFaults(int rules, int armed) {}

    /** {@code pending} counts the deliveries that are neither delivered nor given up. */
    record StateWebhooks(int endpoints, int enabled, int pending) {}
}
