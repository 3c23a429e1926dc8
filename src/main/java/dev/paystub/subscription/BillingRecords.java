package dev.paystub.subscription;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface BillingRecords extends Repository<BillingRecord, Long> {

    BillingRecord save(BillingRecord billingRecord);

    Optional<BillingRecord> findByNumber(long number);

    List<BillingRecord> findAllByOrderByNumber();

    List<BillingRecord> findAllByOrganizationNumberOrderByDateDescNumberDesc(long organization);

    List<BillingRecord> findAllByOrganizationNumberAndStatusOrderByNumber(
            long organization, BillingRecord.Status status);
}
