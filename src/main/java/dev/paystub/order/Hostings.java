package dev.paystub.order;

import dev.paystub.account.AccountScoped;
import dev.paystub.catalog.BillingCycle;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface Hostings extends Repository<Hosting, Long> {

    Hosting save(Hosting hosting);

    Optional<Hosting> findById(Long id);

    default Optional<Hosting> findByNumber(long number) {
        return findById(AccountScoped.rowIdOf(number));
    }

    List<Hosting> findAllByStatusAndBillingCycleOrderByNumber(
            Hosting.Status status, BillingCycle billingCycle);
}
