package dev.paystub.stripe.card;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface CardTokens extends Repository<CardToken, Long> {

    CardToken save(CardToken token);

    Optional<CardToken> findByToken(String token);
}
