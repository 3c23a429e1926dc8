package dev.paystub.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paystub.account.Tokens;
import dev.paystub.testing.ServerTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Entities and plain SQL share one transaction, and a session is opened when an entity is used. */
@ServerTest
@Tag("postgres")
class JoinedTransactionTests {

    @Autowired private PlatformTransactionManager transactions;
    @Autowired private EntityManager entities;
    @Autowired private JdbcClient jdbc;

    private final EntityManagerFactory factory;

    private final String key = "joined-" + UUID.randomUUID();

    @Autowired
    JoinedTransactionTests(BeanFactory beans) {
        // what is injected is a proxy
        this.factory = beans.getBean(EntityManagerFactory.class);
    }

    /** An account without any record of its use would be in the way of other tests. */
    @AfterEach
    void removeAccount() {
        jdbc.sql("delete from accounts where api_key = :key").param("key", key).update();
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(transactions);
    }

    private void insertByHibernate() {
        entities.createNativeQuery(
                        "insert into accounts (api_key, public_id, secret)"
                                + " values (:key, :publicId, :secret)")
                .setParameter("key", key)
                .setParameter("publicId", Tokens.newPublicId())
                .setParameter("secret", Tokens.newSecret())
                .executeUpdate();
    }

    private int seenByJdbc() {
        return jdbc.sql("select count(*) from accounts where api_key = :key")
                .param("key", key)
                .query(Integer.class)
                .single();
    }

    @Test
    void entitiesMatchTheTables() {
        assertThatCode(() -> factory.getSchemaManager().validate()).doesNotThrowAnyException();
    }

    @Test
    void bothSeeOneTransaction() {
        var seen =
                transaction()
                        .execute(status -> {
                            assertThat(seenByJdbc()).isZero();
                            insertByHibernate();
                            status.setRollbackOnly();
                            return seenByJdbc();
                        });
        assertThat(seen).isEqualTo(1);
        assertThat(seenByJdbc()).isZero();
    }

    @Test
    void bothAreCommitted() {
        transaction().executeWithoutResult(status -> insertByHibernate());
        assertThat(seenByJdbc()).isEqualTo(1);
    }

    @Test
    void bothAreRolledBackByAFailure() {
        assertThatThrownBy(() ->
                        transaction()
                                .executeWithoutResult(status -> {
                                    insertByHibernate();
                                    throw new IllegalStateException("on purpose");
                                }))
                .hasMessage("on purpose");
        assertThat(seenByJdbc()).isZero();
    }

    @Test
    void plainSqlOpensNoSession() {
        var opened =
                transaction()
                        .execute(status -> {
                            seenByJdbc();
                            var before = TransactionSynchronizationManager.hasResource(factory);
                            insertByHibernate();
                            status.setRollbackOnly();
                            var after = TransactionSynchronizationManager.hasResource(factory);
                            return List.of(before, after);
                        });
        assertThat(opened).containsExactly(false, true);
    }
}
