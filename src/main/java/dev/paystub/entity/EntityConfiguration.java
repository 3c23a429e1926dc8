package dev.paystub.entity;

import dev.paystub.account.DatabaseKind;
import javax.sql.DataSource;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.cfg.TransactionSettings;
import org.hibernate.type.format.jackson.Jackson3JsonFormatMapper;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jpa.autoconfigure.EntityManagerFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaVendorAdapter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Transactions belong to JDBC; a Hibernate session joins when one first needs an entity. What only
 * reads with {@code JdbcClient} therefore opens no session, and a server can respond while
 * Hibernate, which takes longest to start, has not been started.
 */
@Configuration(proxyBeanMethods = false)
class EntityConfiguration {

    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    JpaVendorAdapter jpaVendorAdapter() {
        return new JoiningVendorAdapter();
    }

    @Bean
    EntityManagerFactoryBuilderCustomizer hibernateOnDemand() {
        return builder -> builder.setBootstrapExecutor(new OnDemandExecutor());
    }

    /**
     * Nothing is asked of the database while Hibernate starts: threads that hold connections may
     * wait for that start. A test compares the entities with the tables.
     */
    @Bean
    HibernatePropertiesCustomizer joiningHibernate(
            DataSource dataSource, DatabaseKind database, JsonMapper json) {
        return properties -> {
            properties.put(JdbcSettings.JAKARTA_HBM2DDL_DB_NAME, database.product().label());
            properties.put(JdbcSettings.ALLOW_METADATA_ON_BOOT, false);
            properties.put(JdbcSettings.CONNECTION_PROVIDER, new JoinedConnections(dataSource));
            // by default a mapper of Jackson 2, if that is there, even if no column is JSON
            properties.put(MappingSettings.JSON_FORMAT_MAPPER, new Jackson3JsonFormatMapper(json));
            properties.put(
                    TransactionSettings.TRANSACTION_COORDINATOR_STRATEGY, new JoinedTransactions());
        };
    }
}
