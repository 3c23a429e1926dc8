package dev.paystub.order;

import dev.paystub.catalog.BillingCycle;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface Hostings extends Repository<Hosting, Long> {

    Hosting save(Hosting hosting);

    Optional<Hosting> findByNumber(long number);

    List<Hosting> findAllByOrderByNumber();

    List<Hosting> findAllByStatusAndBillingCycleOrderByNumber(
            Hosting.Status status, BillingCycle billingCycle);
}
