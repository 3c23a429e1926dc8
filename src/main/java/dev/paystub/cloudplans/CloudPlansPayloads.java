package dev.paystub.cloudplans;

import dev.paystub.account.AccountEvent;
import dev.paystub.cloudplans.BillingController.DescribedOrganization;
import dev.paystub.cloudplans.BillingController.DescribedSubscription;
import dev.paystub.cloudplans.BillingController.Description;
import dev.paystub.cloudplans.BillingController.HistoryEntry;
import dev.paystub.subscription.BillingRecord.BillingRecordChanged;
import dev.paystub.subscription.Organization.OrganizationChanged;
import dev.paystub.subscription.Subscribing;
import dev.paystub.subscription.Subscription;
import dev.paystub.subscription.Subscription.SubscriptionChanged;
import dev.paystub.webhook.PayloadContributor;
import dev.paystub.webhook.WebhookFormat;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Represents organizations, subscriptions and bills in webhooks as describe and history do. */
@Component
class CloudPlansPayloads implements PayloadContributor {

    private final Subscribing subscribing;

    CloudPlansPayloads(Subscribing subscribing) {
        this.subscribing = subscribing;
    }

    @Override
    public Optional<Object> payload(AccountEvent event, WebhookFormat style) {
        if (style != WebhookFormat.STANDARD) {
            return Optional.empty();
        }
        return switch (event) {
            case SubscriptionChanged changed -> describe(String.valueOf(changed.organization()));
            case OrganizationChanged changed -> describe(changed.id());
            case BillingRecordChanged changed ->
                    subscribing.history(subscribing.organization(changed.organization())).stream()
                            .filter(bill -> bill.id().equals(changed.id()))
                            .findFirst()
                            .map(bill -> HistoryEntry.of(bill.view()));
            default -> Optional.empty();
        };
    }

    private Optional<Object> describe(String id) {
        var organization = subscribing.organization(id);
        return Optional.of(
                new Description(
                        DescribedOrganization.of(organization.view()),
                        DescribedSubscription.of(
                                subscribing.subscription(organization).map(Subscription::view))));
    }
}
