package dev.paystub.nowpayments;

import static dev.paystub.http.FieldNames.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.paystub.controlplane.Id;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.http.PublicUrl;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import dev.paystub.nowpayments.DepositService.PaymentView;
import dev.paystub.payment.CryptoPayment;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Performs the actions of a payer of coins, for tests without a browser; also returns the URL of
 * each payment's page.
 */
@RestController
@Tag(name = "Crypto payments", description = "Payments in a cryptocurrency, from the payer's side")
@RequestMapping("/sandbox/crypto/payments")
@ControlPlane
class CryptoPaymentController {

    private static final String ID = "A payment's id; or latest, the one made last";

    private final DepositService depositService;
    private final PublicUrl publicUrl;

    CryptoPaymentController(DepositService depositService, PublicUrl publicUrl) {
        this.depositService = depositService;
        this.publicUrl = publicUrl;
    }

    @Operation(
            summary = "List crypto payments, newest first, with the links to their pages",
            description = "With their status and the coins that have arrived")
    @GetMapping
    CryptoPaymentList listCryptoPayments() {
        OwnerOnly.require();
        return new CryptoPaymentList(depositService.all().stream().map(this::entry).toList());
    }

    @Operation(
            summary = "Read a crypto payment, with the link to its page",
            description = "By its id, or latest for the newest")
    @GetMapping("/{id}")
    CryptoPaymentEntry getCryptoPayment(
            @Parameter(description = ID, example = "latest") @PathVariable String id) {
        OwnerOnly.require();
        return entry(find(id));
    }

    @Operation(
            summary = "Send coins to a payment's address",
            description =
                    "A payment with case common moves by deposits: confirming at once, settled"
                            + " 7.245 seconds later by its clock. Coins for a payment that has"
                            + " ended make a child payment; one that plays another case takes none"
                            + " until then")
    @PostMapping("/{id}/deposits")
    CoinsReceived depositCoins(
            @Parameter(description = ID, example = "latest") @PathVariable String id,
            @RequestBody DepositCoins request) {
        OwnerOnly.require();
        var received = depositService.deposit(find(id).payment().number(), request.amount());
        return new CoinsReceived(
                entry(received.payment()), received.child().map(this::entry).orElse(null));
    }

    private PaymentView find(String id) {
        if (id.equals("latest")) {
            return depositService.all().stream()
                    .findFirst()
                    .orElseThrow(() ->
                            new DomainException.NotFound("No crypto payment has been made yet"));
        }
        return depositService.get(Id.of(id, "Payment ID Not Found"));
    }

    private CryptoPaymentEntry entry(PaymentView view) {
        return CryptoPaymentEntry.of(view, publicUrl.of(view.pagePath()));
    }

    record CryptoPaymentList(List<CryptoPaymentEntry> payments) {}

    record DepositCoins(@Schema(description = "In coins") BigDecimal amount) {
        DepositCoins {
            require("amount", amount);
        }
    }

    /**
     * The payment after the deposit, and the child payment that was opened if the payment had
     * ended.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CoinsReceived(CryptoPaymentEntry payment, @Nullable CryptoPaymentEntry child) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record CryptoPaymentEntry(
            long id,
            @Schema(implementation = CryptoPayment.Status.class) String status,
            @Schema(
                            description = "How the payment unfolds; a child's is success",
                            allowableValues = {
                                "success",
                                "failed",
                                "partially_paid",
                                "expired",
                                "common"
                            })
                    @JsonProperty("case")
                    String paymentCase,
            long invoiceId,
            String payAddress,
            @Schema(description = "The memo or tag that some coins need")
                    @Nullable String payinExtraId,
            BigDecimal payAmount,
            String payCurrency,
            String network,
            @Schema(description = "The coins that have arrived") BigDecimal actuallyPaid,
            @Schema(
                            description =
                                    "The payment whose address these coins came to after it had"
                                            + " ended")
                    @Nullable Long parentPaymentId,
            @Schema(description = "Where a person sees it and plays the payer; not to be guessed")
                    String pageUrl,
            @Schema(description = "Those sent by hand, oldest first") List<DepositEntry> deposits) {

        static CryptoPaymentEntry of(PaymentView view, String pageUrl) {
            var payment = view.payment();
            return new CryptoPaymentEntry(
                    payment.number(),
                    payment.status().label(),
                    view.paymentCase(),
                    payment.invoiceNumber(),
                    payment.payAddress(),
                    payment.payinExtraId(),
                    payment.payAmount(),
                    payment.payCurrency(),
                    payment.network(),
                    view.actuallyPaid(),
                    payment.parentNumber(),
                    pageUrl,
                    view.deposits().stream().map(DepositEntry::of).toList());
        }
    }

    record DepositEntry(BigDecimal amount, String at) {

        static DepositEntry of(Deposit deposit) {
            return new DepositEntry(deposit.amount(), IsoTimes.text(deposit.at()));
        }
    }
}
