package dev.paystub.stripe;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The account's one customer, so that a payment method has somebody to be attached to. */
@RestController
@Hidden
@RequestMapping("/stripe/v1/customers")
class CustomerController {

    /** A POST is Stripe's update: nothing of this customer can be changed. */
    @RequestMapping(
            path = "/{id}",
            method = {RequestMethod.GET, RequestMethod.POST})
    CustomerShape retrieve(@PathVariable String id, HttpServletRequest request) {
        var params = Params.of(request);
        params.expand();
        params.refuseOthers();
        if (!id.equals(Customer.ID)) {
            throw StripeError.missing("customer", id, "id");
        }
        return CustomerShape.THE_ONE;
    }

    /** The customer where another object names it: its id, or all of it. */
    static Object shown(Set<String> expand) {
        return expand.contains("customer") ? CustomerShape.THE_ONE : Customer.ID;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record CustomerShape(
            String id,
            String object,
            @Nullable Object address,
            long balance,
            long created,
            @Nullable String currency,
            @Nullable String defaultSource,
            boolean delinquent,
            @Nullable String description,
            @Nullable String email,
            boolean livemode,
            Map<String, String> metadata,
            @Nullable String name,
            @Nullable String phone,
            String taxExempt) {

        /** Its id was given at the instant from which the document's card is. */
        private static final long CREATED = 1_713_454_494;

        static final CustomerShape THE_ONE =
                new CustomerShape(
                        Customer.ID,
                        "customer",
                        null,
                        0,
                        CREATED,
                        null,
                        null,
                        false,
                        null,
                        null,
                        false,
                        Map.of(),
                        null,
                        null,
                        "none");
    }
}
