package dev.paystub.stripe;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

interface Customers extends Repository<Customer, Long>, JpaSpecificationExecutor<Customer> {

    Customer save(Customer customer);

    Optional<Customer> findByToken(String token);

    /** The customer of an id, the account's own included. */
    default Optional<Customer> find(String id) {
        return id.equals(Customer.OWN) ? Optional.of(Customer.own()) : findByToken(id);
    }

    /**
     * @throws StripeInvalidRequestException when a parameter names one that is not there
     */
    default Customer require(String id, String param) {
        return find(id).orElseThrow(() -> StripeError.unknownReference("customer", id, param));
    }
}
