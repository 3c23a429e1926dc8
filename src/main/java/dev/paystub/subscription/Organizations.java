package dev.paystub.subscription;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface Organizations extends Repository<Organization, Long> {

    Organization save(Organization organization);

    Optional<Organization> findByNumber(long number);
}
