package dev.paystub.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.account.RealTime;
import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Caller;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Accounts that were unused for the configured time are removed, and no others. */
@ServerTest
@TestPropertySource(
        properties = {
            "paystub.accounts.idle=30d",
            "paystub.accounts.max=12",
            // so that no poll interferes
            "paystub.clock.tick=1h"
        })
@Import(IdleAccountReaperTests.PassingTime.class)
@Tag("postgres")
class IdleAccountReaperTests {

    private static final int MOST = 12;
    private static final AtomicLong AHEAD = new AtomicLong();

    /** Real time that the test controls. */
    @TestConfiguration
    static class PassingTime {

        @Bean
        @Primary
        RealTime passingTime() {
            return new RealTime() {
                @Override
                public long millis() {
                    return super.millis() + AHEAD.get();
                }
            };
        }
    }

    /** An own database, because accounts of other tests must stay. */
    @DynamicPropertySource
    static void ownDatabase(DynamicPropertyRegistry registry) {
        OwnDatabase.named("idle_accounts")
                .environment()
                .forEach((name, value) -> registry.add(name, () -> value));
    }

    @LocalServerPort private int port;
    @Autowired private IdleAccountReaper idle;
    @Autowired private DataSource dataSource;

    @BeforeEach
    void onlyTheDefaultAccount() {
        pass(Duration.ofDays(40));
        idle.remove();
        assertThat(keys()).containsExactly("sandbox");
    }

    private static void pass(Duration time) {
        AHEAD.addAndGet(time.toMillis());
    }

    private Caller used() {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        return caller;
    }

    private List<String> keys() {
        return new Caller(port, "sandbox")
                .get("/sandbox/accounts")
                .expect(200)
                .at("$.accounts[*].key");
    }

    private long rows(String table, String where) {
        return JdbcClient.create(dataSource)
                .sql("select count(*) from " + table + " where " + where)
                .query(Long.class)
                .single();
    }

    @Test
    void theIdleGoAndTheUsedStay() {
        var left = used();
        left.post("/sandbox/snapshots/kept").expect(200);
        var kept = used();
        pass(Duration.ofDays(29));
        assertThat(idle.remove()).isFalse();
        kept.get("/billing/balance").succeeds();
        pass(Duration.ofDays(2));

        assertThat(idle.remove()).isTrue();

        assertThat(keys()).containsExactly("sandbox", kept.key());
        assertThat(rows("accounts", "api_key like '~snapshot/%'")).isZero();
        assertThat(rows("invoices", "account_id not in (select id from accounts)")).isZero();
        // the key opens a new account
        left.get("/billing/balance").succeeds();
        assertThat(left.get("/sandbox/snapshots").<List<Object>>at("$.snapshots")).isEmpty();
    }

    @Test
    void aHostedPageIsAUseToo() {
        var caller = used();
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        String page = caller.get("/sandbox/crypto/payments/latest").at("$.page_url");
        pass(Duration.ofDays(29));
        Caller.send(caller.request(page.replaceFirst("https?://[^/]+", "")).GET().build())
                .expect(200);
        pass(Duration.ofDays(2));
        idle.remove();
        assertThat(keys()).contains(caller.key());
    }

    @Test
    void aUseIsWrittenOnceInSomeMinutes() {
        var caller = used();
        var first = usedMillis(caller);
        pass(Duration.ofMinutes(4));
        caller.get("/billing/balance").succeeds();
        caller.post("/billing/invoices/funds", "{\"amount\": 5}").succeeds();
        assertThat(usedMillis(caller)).isEqualTo(first);
        pass(Duration.ofMinutes(2));
        caller.get("/billing/balance").succeeds();
        assertThat(usedMillis(caller)).isGreaterThan(first);
    }

    private long usedMillis(Caller caller) {
        return JdbcClient.create(dataSource)
                .sql(
                        """
                        select u.used_millis from account_uses u
                        join accounts a on a.id = u.owner_id where a.api_key = :key
                        """)
                .param("key", caller.key())
                .query(Long.class)
                .single();
    }

    @Test
    void theDefaultAccountAndTheSeedsStay() {
        new Caller(port, "sandbox").post("/sandbox/reset?scenario=underpaid-crypto").expect(200);
        pass(Duration.ofDays(400));
        idle.sweep();
        assertThat(keys()).containsExactly("sandbox");
        assertThat(rows("accounts", "api_key in ('~documented', '~empty')")).isEqualTo(2);
        assertThat(rows("accounts", "api_key like '~scenario/%'"))
                .as("a template that nobody has copied for long")
                .isZero();
        // the account is created anew even where its process still knew it
        new Caller(port, "sandbox").post("/sandbox/reset?scenario=underpaid-crypto").expect(200);
        new Caller(port, "sandbox").get("/billing/crypto/payments/34").succeeds();
        new Caller(port, "sandbox").post("/sandbox/reset").expect(200);
    }

    @Test
    void whenThereIsNoRoomTheIdleMakeIt() {
        var left = IntStream.range(1, MOST).mapToObj(i -> used()).toList();
        var newcomer = Caller.fresh(port);
        newcomer.get("/billing/balance").expect(429);
        var fork = "{\"keys\": [\"x-%s\"]}".formatted(UUID.randomUUID());
        left.getFirst().post("/sandbox/fork", fork).expect(409);

        pass(Duration.ofDays(31));
        left.getFirst().get("/billing/balance").succeeds();
        left.getFirst().post("/sandbox/fork", fork).expect(201);
        newcomer.get("/billing/balance").succeeds();
        assertThat(keys()).hasSize(4).contains(left.getFirst().key(), newcomer.key());
    }

    @Test
    void operatorsNewAccountFindsRoomToo() {
        IntStream.range(1, MOST).forEach(i -> used());
        var json = "{\"key\": \"made-%s\"}".formatted(UUID.randomUUID());
        var caller = new Caller(port, "sandbox");
        caller.post("/sandbox/accounts", json).expect(409);
        pass(Duration.ofDays(31));
        caller.post("/sandbox/accounts", json).expect(201);
    }

    @Test
    void forksAtOnceMakeNoMoreAccountsThanThereMayBe() {
        var origins = IntStream.range(0, 9).mapToObj(i -> used()).toList();
        var places = MOST - 1 - origins.size();
        for (var round = 0; round < 5; round++) {
            var name = "f-" + UUID.randomUUID();
            var replies =
                    AtOnce.run(
                            origins.size(),
                            client -> {
                                var fork = "{\"keys\": [\"%s-%d\"]}".formatted(name, client);
                                return origins.get(client).post("/sandbox/fork", fork);
                            });
            assertThat(replies).extracting(Reply::status).containsOnly(201, 409);
            assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(places);
            assertThat(keys()).hasSize(MOST);
            for (var key : keys()) {
                if (key.startsWith(name)) {
                    origins.getFirst().delete("/sandbox/accounts/" + key).expect(204);
                }
            }
        }
    }

    @Test
    void usedWhileItIsRemovedMakesAnother() {
        for (var round = 0; round < 10; round++) {
            var caller = used();
            pass(Duration.ofDays(31));
            var replies =
                    AtOnce.run(
                            8,
                            client -> {
                                if (client == 0) {
                                    idle.remove();
                                }
                                return caller.get("/services");
                            });
            assertThat(replies).extracting(Reply::status).containsOnly(200);
            assertThat(replies).extracting(Reply::body).allMatch(body -> body.contains("test2"));
        }
    }
}
