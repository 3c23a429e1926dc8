package dev.paystub.stripe.card;

import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.stripe.CreatedFilter;
import dev.paystub.stripe.Paging;
import dev.paystub.stripe.Paging.Part;
import dev.paystub.stripe.StripeError;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stripe's customers: the created ones, and the account's own, which always exists. */
@Service
public class CustomerService {

    private static final String WORD = "customer";
    private static final int ID_LENGTH = 14;

    private final Customers customers;
    private final PaymentMethodService paymentMethods;
    private final Numbering numbering;
    private final Clock clock;

    CustomerService(
            Customers customers,
            PaymentMethodService paymentMethods,
            Numbering numbering,
            Clock clock) {
        this.customers = customers;
        this.paymentMethods = paymentMethods;
        this.numbering = numbering;
        this.clock = clock;
    }

    /**
     * The parameters of a new customer.
     *
     * @param paymentMethod the payment method to attach at once, or null
     * @param defaultPaymentMethod the default payment method, which must be the attached one; or
     *     null
     */
    record NewCustomer(
            BillingDetails details,
            @Nullable String description,
            Map<String, String> metadata,
            @Nullable String paymentMethod,
            @Nullable String defaultPaymentMethod) {}

    /**
     * Creates a customer.
     *
     * @throws StripeCardException when the card is declined; the customer is not created then
     */
    @AccountTransactional
    public Customer create(NewCustomer wanted) {
        var number = numbering.next(WORD);
        var customer =
                customers.save(
                        new Customer(
                                number,
                                "cus_" + Tokens.of(WORD, number, ID_LENGTH),
                                wanted.details(),
                                wanted.description(),
                                wanted.metadata(),
                                clock.instant()));
        var preferred = wanted.defaultPaymentMethod();
        if (preferred != null && !preferred.equals(wanted.paymentMethod())) {
            throw StripeError.notAttachedToCustomer(
                    preferred, "invoice_settings[default_payment_method]");
        }
        if (wanted.paymentMethod() != null) {
            var attached = paymentMethods.attach(wanted.paymentMethod(), customer.token());
            if (preferred != null) {
                customer.setDefaultPaymentMethod(attached.token());
            }
        }
        return customers.save(customer);
    }

    /**
     * Returns a customer, also the account's own.
     *
     * @throws StripeInvalidRequestException when there is none
     */
    @Transactional(readOnly = true)
    public Customer get(String id) {
        return customers.find(id).orElseThrow(() -> StripeError.notFound(WORD, id, "id"));
    }

    /**
     * Checks a customer that a parameter refers to.
     *
     * @throws StripeInvalidRequestException when there is none
     */
    @Transactional(readOnly = true)
    public void requireExists(String id, String param) {
        customers.require(id, param);
    }

    /** Lists the customers, newest first; the account's own is the last one. */
    @Transactional(readOnly = true)
    public Part<Customer> list(Optional<String> email, CreatedFilter created, Paging paging) {
        Specification<Customer> wanted = created.toSpecification();
        if (email.isPresent()) {
            wanted =
                    wanted.and((row, query, is) ->
                            is.equal(row.get("details").get("email"), email.get()));
        }
        var part = paging.fetch(customers, wanted, WORD, customers::find);
        var own = Customer.own();
        var ownFollows =
                email.isEmpty()
                        && created.includes(own.createdAt())
                        && paging.before() == null
                        && !own.token().equals(paging.after())
                        && !part.hasMore();
        if (!ownFollows) {
            return part;
        }
        return part.data().size() == paging.limit()
                ? new Part<>(part.data(), true)
                : new Part<>(and(part.data(), own), false);
    }

    private static List<Customer> and(List<Customer> customers, Customer last) {
        return Stream.concat(customers.stream(), Stream.of(last)).toList();
    }
}
