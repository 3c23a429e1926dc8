package dev.paystub.testing;

import dev.paystub.kernel.Money;
import dev.paystub.payment.CardGateway;
import dev.paystub.payment.CryptoGateway;
import dev.paystub.payment.HostedPages;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** In-memory implementations of the payment module's ports. */
@TestConfiguration(proxyBeanMethods = false)
public class FakeGateways {

    @Bean
    FakeCards fakeCards() {
        return new FakeCards();
    }

    @Bean
    FakePages fakePages() {
        return new FakePages();
    }

    @Bean
    CryptoGateway fakeCrypto() {
        return new FakeCrypto();
    }

    /** Accepts every card, records every charge, and declines charges on request. */
    public static final class FakeCards implements CardGateway {

        private final List<String> log = new ArrayList<>();
        private boolean declining;

        /** Returns the calls since the behaviour was last set. */
        public List<String> log() {
            return List.copyOf(log);
        }

        public void declines(boolean newDeclining) {
            declining = newDeclining;
            log.clear();
        }

        @Override
        public StoredCard attach(String paymentMethodId) {
            return new StoredCard(paymentMethodId, "visa", "4242", YearMonth.of(2034, 12));
        }

        @Override
        public void detach(String paymentMethodId) {
            log.add("detach " + paymentMethodId);
        }

        @Override
        public Charge charge(StoredCard card, Money amount, Instant at) {
            log.add("charge " + amount);
            return declining
                    ? new Charge.Declined("card_declined", null, "No")
                    : new Charge.Succeeded("ch_1");
        }
    }

    /** Records the pages that were opened. */
    public static final class FakePages implements HostedPages {

        private final List<String> log = new ArrayList<>();

        /** Returns the calls since the last call of this method. */
        public List<String> takeLog() {
            var taken = List.copyOf(log);
            log.clear();
            return taken;
        }

        @Override
        public String open(Page page) {
            log.add("open %s %s %d".formatted(page.purpose(), page.reference(), page.quantity()));
            return "/page";
        }

        @Override
        public void expire(Purpose purpose, String reference) {
            log.add("expire %s %s".formatted(purpose, reference));
        }
    }

    private static final class FakeCrypto implements CryptoGateway {

        @Override
        public List<String> currencies() {
            return List.of("coin");
        }

        @Override
        public Quote open(
                long number, boolean first, Money price, String currency, @Nullable String walk) {
            return new Quote("address", BigDecimal.ONE, currency, "net", null);
        }
    }
}
