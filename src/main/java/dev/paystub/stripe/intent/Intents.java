package dev.paystub.stripe.intent;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

interface Intents extends Repository<Intent, Long>, JpaSpecificationExecutor<Intent> {

    Intent save(Intent intent);

    Optional<Intent> findByToken(String token);
}
