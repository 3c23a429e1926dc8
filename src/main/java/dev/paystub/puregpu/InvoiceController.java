package dev.paystub.puregpu;

import static dev.paystub.puregpu.Labels.require;
import static dev.paystub.puregpu.WhmcsFormat.DATE;
import static dev.paystub.puregpu.WhmcsFormat.DOLLARS;
import static dev.paystub.puregpu.WhmcsFormat.IN_DOLLARS;
import static dev.paystub.puregpu.WhmcsFormat.IN_LOCAL_TIME;
import static dev.paystub.puregpu.WhmcsFormat.LOCAL_TIME;

import dev.paystub.invoice.InvoiceSummary;
import dev.paystub.invoice.InvoiceView;
import dev.paystub.invoice.Invoicing;
import dev.paystub.kernel.MappedList;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * {@code /billing/invoices}: lists and returns invoices, and creates those that add funds. Amounts
 * are strings with two decimals, as in WHMCS.
 */
@RestController
@Tag(name = "Invoices", description = "Invoices, and adding funds by one")
@RequestMapping("/billing/invoices")
class InvoiceController {

    private final Invoicing invoicing;
    private final WhmcsFormat format;

    InvoiceController(Invoicing invoicing, WhmcsFormat format) {
        this.invoicing = invoicing;
        this.format = format;
    }

    @Operation(
            summary = "List invoices, newest first",
            description = "With their totals, and when they were paid")
    @GetMapping
    InvoiceList listInvoices() {
        return new InvoiceList(
                "success",
                new MappedList<>(invoicing.list(), invoice -> InvoiceEntry.of(invoice, format)));
    }

    @Operation(summary = "Get an invoice", description = "With its items, and what is left to pay")
    @GetMapping("/{invoiceId}")
    InvoiceFound getInvoice(
            @Parameter(
                            example = "41",
                            schema = @Schema(type = "integer", format = "int64", minimum = "1"))
                    @PathVariable
                    String invoiceId) {
        var invoice = invoicing.view(WhmcsFormat.id(invoiceId));
        return new InvoiceFound("success", InvoiceDetail.of(invoice, format));
    }

    @Operation(
            summary = "Make an invoice that adds funds once it is paid",
            description = "The amount is in US dollars; paying the invoice adds it to the balance")
    @PostMapping("/funds")
    FundsInvoiced addFundsInvoice(@RequestBody AddFunds request) {
        return new FundsInvoiced("success", invoicing.addFunds(request.amount()));
    }

    record AddFunds(
            @Schema(description = "US dollars") @JsonDeserialize(using = PlainDollars.class)
                    BigDecimal amount) {
        AddFunds {
            require("amount", amount);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record FundsInvoiced(String result, long invoiceId) {}

    record InvoiceList(String result, List<InvoiceEntry> invoices) {}

    record InvoiceEntry(
            long id,
            @Schema(pattern = DATE) String date,
            @Schema(pattern = DATE) String duedate,
            @Schema(description = IN_LOCAL_TIME, pattern = LOCAL_TIME) String datepaid,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String subtotal,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String credit,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String total,
            @Schema(allowableValues = {"Unpaid", "Paid", "Cancelled"}) String status) {

        static InvoiceEntry of(InvoiceSummary invoice, WhmcsFormat format) {
            return new InvoiceEntry(
                    invoice.number(),
                    invoice.date().toString(),
                    invoice.dueDate().toString(),
                    format.time(invoice.datePaid()),
                    invoice.subtotal().toString(),
                    invoice.credit().toString(),
                    invoice.total().toString(),
                    invoice.status().label());
        }
    }

    record InvoiceFound(String result, InvoiceDetail invoice) {}

    /** An invoice without its id, as in the document's sample, with its balance and items. */
    record InvoiceDetail(
            @Schema(pattern = DATE) String date,
            @Schema(pattern = DATE) String duedate,
            @Schema(description = IN_LOCAL_TIME, pattern = LOCAL_TIME) String datepaid,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String subtotal,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String credit,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String total,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String balance,
            @Schema(allowableValues = {"Unpaid", "Paid", "Cancelled"}) String status,
            List<Item> items) {

        static InvoiceDetail of(InvoiceView view, WhmcsFormat format) {
            var invoice = view.summary();
            return new InvoiceDetail(
                    invoice.date().toString(),
                    invoice.dueDate().toString(),
                    format.time(invoice.datePaid()),
                    invoice.subtotal().toString(),
                    invoice.credit().toString(),
                    invoice.total().toString(),
                    invoice.balance().toString(),
                    invoice.status().label(),
                    view.items().stream().map(Item::of).toList());
        }
    }

    record Item(
            long id,
            @Schema(description = "AddFunds or Hosting") String type,
            String description,
            @Schema(description = IN_DOLLARS, pattern = DOLLARS) String amount) {

        static Item of(InvoiceView.Item item) {
            return new Item(
                    item.number(), item.type(), item.description(), item.amount().toString());
        }
    }
}
