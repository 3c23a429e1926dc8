package dev.paystub.stripe.card;

import dev.paystub.stripe.StripeError;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

interface Customers extends Repository<Customer, Long>, JpaSpecificationExecutor<Customer> {

    Customer save(Customer customer);

    Optional<Customer> findByToken(String token);

    /** Returns the customer with an id, also the account's own. */
    default Optional<Customer> find(String id) {
        return id.equals(Customer.OWN) ? Optional.of(Customer.own()) : findByToken(id);
    }

    /**
     * Returns the customer that a parameter refers to.
     *
     * @throws StripeInvalidRequestException when there is none
     */
    default Customer require(String id, String param) {
        return find(id).orElseThrow(() -> StripeError.unknownReference("customer", id, param));
    }
}
