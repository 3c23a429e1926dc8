package dev.paystub.subscription;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface Subscriptions extends Repository<Subscription, Long> {

    Subscription save(Subscription subscription);

    Optional<Subscription> findFirstByOrganizationNumberOrderByNumberDesc(long organization);

    int countByOrganizationNumber(long organization);

    int countByOrganizationNumberAndNumberLessThanEqual(long organization, long number);
}
