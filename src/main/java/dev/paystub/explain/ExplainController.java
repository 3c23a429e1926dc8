package dev.paystub.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.controlplane.Id;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.QueryParameters;
import dev.paystub.engine.Workers;
import dev.paystub.explain.Explainer.ExplainedStep;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.Money;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Explains how a number came about, request by request, in sentences and as data. */
@RestController
@Tag(name = "Explanations", description = "Why things are as they are")
@RequestMapping("/sandbox/explain")
@ControlPlane
class ExplainController {

    private static final int MOST = 10_000;

    private final BalanceExplainer balance;
    private final InvoiceExplainer invoices;
    private final CryptoPaymentExplainer cryptoPayments;
    private final SubscriptionExplainer subscriptions;
    private final Workers workers;

    ExplainController(
            BalanceExplainer balance,
            InvoiceExplainer invoices,
            CryptoPaymentExplainer cryptoPayments,
            SubscriptionExplainer subscriptions,
            Workers workers) {
        this.workers = workers;
        this.balance = balance;
        this.invoices = invoices;
        this.cryptoPayments = cryptoPayments;
        this.subscriptions = subscriptions;
    }

    @Operation(
            summary = "Explain the balance",
            description = "The changes that sum to it, the latest of them when there are many")
    @GetMapping("/balance")
    Explanation explainBalance(
            @Parameter(
                            description = "How many changes to tell",
                            schema =
                                    @Schema(
                                            type = "integer",
                                            minimum = "1",
                                            maximum = "10000",
                                            defaultValue = "1000"))
                    @RequestParam(defaultValue = "1000")
                    String limit) {
        var most = QueryParameters.number("limit", limit, 1, MOST);
        return workers.report(() -> balance.explain(most));
    }

    @Operation(
            summary = "Explain an invoice: what made it, and what settled it",
            description = "In steps, each with what caused it")
    @GetMapping("/invoices/{id}")
    Explanation explainInvoice(@Parameter(example = "34") @PathVariable String id) {
        var number = Id.of(id, "Invoice ID Not Found");
        return workers.report(() -> invoices.explain(number));
    }

    @Operation(
            summary = "Explain a crypto payment: how it went, and where its money went",
            description = "In steps, each with what caused it")
    @GetMapping("/crypto/payments/{id}")
    Explanation explainCryptoPayment(@Parameter(example = "4465327355") @PathVariable String id) {
        var number = Id.of(id, "Payment ID Not Found");
        return workers.report(() -> cryptoPayments.explain(number));
    }

    @Operation(
            summary = "Explain an organization's subscription and its bills",
            description = "In steps, each with what caused it")
    @GetMapping("/subscriptions/{orgId}")
    Explanation explainSubscription(@Parameter(example = "1001") @PathVariable String orgId) {
        return workers.report(() -> subscriptions.explain(orgId));
    }

    /**
     * {@code complete} is false when steps may be missing: the event log keeps only the latest
     * events, and older rows have no recorded cause.
     */
    record Explanation(
            String subject, String sentence, boolean complete, List<ExplanationStep> steps) {

        static Explanation of(
                String subject, String sentence, boolean complete, List<ExplainedStep> steps) {
            return new Explanation(
                    subject,
                    complete
                            ? sentence
                            : sentence
                                    + " Some of what happened is not kept any more, and not told"
                                    + " here.",
                    complete,
                    steps.stream().map(ExplanationStep::of).toList());
        }
    }

    /**
     * {@code cause} is the request or the scheduled task. {@code request_id} is the {@code
     * X-Request-Id} of the response, or a generated id when the client chose that header's value.
     * Amounts are US dollars; debits are negative.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ExplanationStep(
            String at,
            String what,
            String sentence,
            String cause,
            @Nullable String requestId,
            String why,
            @Nullable String amount,
            @Nullable String balanceAfter,
            List<ExplanationLink> links) {

        static ExplanationStep of(ExplainedStep explained) {
            var step = explained.step();
            return new ExplanationStep(
                    IsoTimes.text(step.at()),
                    step.what(),
                    explained.sentence(),
                    step.cause().text(),
                    step.cause().requestId(),
                    explained.why(),
                    text(step.amount()),
                    text(step.balanceAfter()),
                    step.links().stream()
                            .map(link -> new ExplanationLink(link.rel(), link.href()))
                            .toList());
        }

        private static @Nullable String text(@Nullable Money money) {
            return money == null ? null : money.toString();
        }
    }

    /** A link to another explanation. */
    record ExplanationLink(String rel, String href) {}
}
