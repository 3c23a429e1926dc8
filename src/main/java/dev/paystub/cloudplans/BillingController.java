package dev.paystub.cloudplans;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.cloudplans.Parameters.Body;
import dev.paystub.http.PublicUrl;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Labelled;
import dev.paystub.kernel.MappedList;
import dev.paystub.subscription.BillView;
import dev.paystub.subscription.OrganizationView;
import dev.paystub.subscription.Subscribing;
import dev.paystub.subscription.SubscriptionView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * {@code /v1/organizations/billing}: describe, history, and four operations of one path, selected
 * by {@code action}.
 */
@RestController
@Tag(name = "Billing", description = "An organization's subscription, hosted pages and bills")
@RequestMapping("/v1/organizations/billing")
class BillingController {

    private static final int OK = 200;

    private final Subscribing subscribing;
    private final PublicUrl publicUrl;

    BillingController(Subscribing subscribing, PublicUrl publicUrl) {
        this.subscribing = subscribing;
        this.publicUrl = publicUrl;
    }

    @Operation(
            operationId = "describeBilling",
            summary = "Describe an organization and its subscription",
            description =
                    "With its plan, its quantity and the month in which its card expires; without a"
                            + " subscription, the plan is free")
    @Parameter(
            name = "action",
            in = ParameterIn.QUERY,
            description = "May be left out",
            schema = @Schema(type = "string", allowableValues = "getorganization"))
    @Parameter(
            name = "org_id",
            in = ParameterIn.QUERY,
            required = true,
            description = "The organization",
            schema = @Schema(type = "string"),
            example = "1001")
    @GetMapping("/describe")
    Described describe(
            HttpServletRequest query, @RequestBody(required = false) @Nullable Body body) {
        var parameters = new Parameters(query, body);
        parameters.requireAction("getorganization");
        Permission.GET_BILLING.require();
        var organization = subscribing.view(parameters.organizationId());
        return new Described(
                OK,
                new Description(
                        DescribedOrganization.of(organization),
                        DescribedSubscription.of(subscribing.subscription(organization))));
    }

    @Operation(
            operationId = "billingHistory",
            summary = "List an organization's bills, newest first",
            description =
                    "One for each month, and for each part of a month at another quantity, with"
                            + " whether its card has paid it")
    @Parameter(
            name = "action",
            in = ParameterIn.QUERY,
            description = "May be left out",
            schema = @Schema(type = "string", allowableValues = "list_billing"))
    @Parameter(
            name = "org_id",
            in = ParameterIn.QUERY,
            required = true,
            description = "The organization",
            schema = @Schema(type = "string"),
            example = "1001")
    @GetMapping("/history")
    History history(HttpServletRequest query, @RequestBody(required = false) @Nullable Body body) {
        var parameters = new Parameters(query, body);
        parameters.requireAction("list_billing");
        Permission.GET_BILLING.require();
        var organization = subscribing.view(parameters.organizationId());
        return new History(
                OK, new MappedList<>(subscribing.history(organization), HistoryEntry::of));
    }

    @Operation(
            operationId = "updateBilling",
            summary = "Create, change or cancel a subscription, or change its card",
            description =
                    "getpaymentlink and updatesubscription need a quantity, from the query or the"
                            + " body. getpaymentlink and getupdatecardlink also take success_url"
                            + " and cancel_url, an extension: where the page leads afterwards, with"
                            + " {CHECKOUT_SESSION_ID} filled in, and where its way back leads")
    @Parameter(
            name = "action",
            in = ParameterIn.QUERY,
            required = true,
            description = "Which operation",
            example = "getpaymentlink",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {
                                "getpaymentlink",
                                "getupdatecardlink",
                                "updatesubscription",
                                "cancelsubscription"
                            }))
    @Parameter(
            name = "org_id",
            in = ParameterIn.QUERY,
            description = "The organization, unless the body names it",
            schema = @Schema(type = "string"))
    @Parameter(
            name = "quantity",
            in = ParameterIn.QUERY,
            description = "How many units, unless the body says it",
            schema = @Schema(type = "integer", minimum = "1", maximum = "10000"))
    @PostMapping("/update")
    Updated update(HttpServletRequest query, @RequestBody(required = false) @Nullable Body body) {
        var parameters = new Parameters(query, body);
        return switch (UpdateAction.of(parameters.action())) {
            case GETPAYMENTLINK -> createSubscription(parameters);
            case GETUPDATECARDLINK -> changePaymentMethod(parameters);
            case UPDATESUBSCRIPTION -> updateSubscription(parameters);
            case CANCELSUBSCRIPTION -> cancelSubscription(parameters);
        };
    }

    private Updated createSubscription(Parameters parameters) {
        Permission.EDIT_BILLING.require();
        var path =
                subscribing.openPaymentPage(
                        parameters.organizationId(), parameters.quantity(), parameters.redirects());
        return new Updated(OK, publicUrl.of(path));
    }

    private Updated changePaymentMethod(Parameters parameters) {
        Permission.EDIT_BILLING.require();
        return new Updated(
                OK,
                publicUrl.of(
                        subscribing.openUpdateCardPage(
                                parameters.organizationId(), parameters.redirects())));
    }

    private Updated updateSubscription(Parameters parameters) {
        Permission.EDIT_BILLING.require();
        subscribing.changeQuantity(parameters.organizationId(), parameters.quantity());
        return new Updated(OK, null);
    }

    private Updated cancelSubscription(Parameters parameters) {
        Permission.CANCEL_BILLING.require();
        subscribing.cancel(parameters.organizationId());
        return new Updated(OK, null);
    }

    /** The operations of {@code /update}. */
    enum UpdateAction implements Labelled {
        GETPAYMENTLINK,
        GETUPDATECARDLINK,
        UPDATESUBSCRIPTION,
        CANCELSUBSCRIPTION;

        static UpdateAction of(Optional<String> name) {
            return Labelled.of(
                    values(),
                    "action",
                    name.orElseThrow(() ->
                            new DomainException.Invalid(
                                    "action is required: one of " + Labelled.words(values()))));
        }
    }

    record Described(int status, Description response) {}

    record Description(DescribedOrganization organization, DescribedSubscription subscription) {}

    /** {@code resources} is the number in use; {@code owner} is an email address. */
    record DescribedOrganization(
            @Schema(description = "How many are in use") int resources,
            String name,
            String id,
            String owner) {

        static DescribedOrganization of(OrganizationView organization) {
            return new DescribedOrganization(
                    organization.resources(),
                    organization.name(),
                    organization.id(),
                    organization.owner());
        }
    }

    /** Present without a subscription too, so that clients need no null check. */
    @JsonNaming(SnakeCaseStrategy.class)
    record DescribedSubscription(
            @Schema(description = "MM/YYYY, or empty") String paymentExp,
            @Schema(allowableValues = {"free", "resource-based"}) String plan,
            @Schema(pattern = "^\\d+$") String quantity) {

        private static final DateTimeFormatter EXPIRY =
                DateTimeFormatter.ofPattern("MM/yyyy", Locale.ROOT);
        private static final DescribedSubscription FREE =
                new DescribedSubscription("", "free", "0");

        static DescribedSubscription of(Optional<SubscriptionView> subscription) {
            return subscription
                    .map(present ->
                            new DescribedSubscription(
                                    EXPIRY.format(present.cardExpiry()),
                                    "resource-based",
                                    String.valueOf(present.quantity())))
                    .orElse(FREE);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record History(int status, List<HistoryEntry> billingHistory) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record HistoryEntry(
            @Schema(allowableValues = {"paid", "unpaid"}) String status,
            String id,
            String organization,
            @Schema(pattern = "^\\d{4}-\\d{2}-\\d{2}$") String date,
            @Schema(pattern = "^\\d{4}-\\d{2}-\\d{2}$") String dueDate,
            @Schema(description = "US dollars, two decimals", pattern = "^\\d+\\.\\d{2}$")
                    String amount) {

        static HistoryEntry of(BillView bill) {
            return new HistoryEntry(
                    bill.status().label(),
                    bill.id(),
                    String.valueOf(bill.organizationNumber()),
                    bill.date().toString(),
                    bill.dueDate().toString(),
                    bill.amount().toString());
        }
    }

    /** {@code response} is a link, and is absent for operations without one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Updated(int status, @Nullable String response) {}
}
