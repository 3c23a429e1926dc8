package dev.paystub.entity;

import jakarta.persistence.EntityManager;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.Transaction;
import org.hibernate.resource.transaction.spi.TransactionStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Hibernate as Spring sees it, with sessions that join the transaction in which they are opened.
 */
final class JoiningVendorAdapter extends HibernateJpaVendorAdapter {

    private final Dialect dialect = new Dialect();

    JoiningVendorAdapter() {
        // the transaction manager prepares the connection
        setPrepareConnection(false);
    }

    /**
     * Does nothing: Hibernate makes its converters itself. As beans they could wait for a thread
     * that creates a bean and waits for Hibernate.
     */
    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        // see above
    }

    @Override
    public HibernateJpaDialect getJpaDialect() {
        return dialect;
    }

    @SuppressWarnings("serial") // never serialized
    private static final class Dialect extends HibernateJpaDialect {

        @Override
        public Object prepareTransaction(
                EntityManager entities, boolean readOnly, @Nullable String name) {
            var prepared = super.prepareTransaction(entities, readOnly, name);
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                var session = entities.unwrap(Session.class);
                var transaction = session.beginTransaction();
                TransactionSynchronizationManager.registerSynchronization(
                        new FlushBeforeCommit(session, this));
                TransactionSynchronizationManager.registerSynchronization(
                        new EndBeforeClose(session, transaction));
            }
            return prepared;
        }
    }

    /** Writes what a session has changed, as the last that a transaction does. */
    private record FlushBeforeCommit(Session session, HibernateJpaDialect dialect)
            implements TransactionSynchronization {

        @Override
        public void beforeCommit(boolean readOnly) {
            if (session.getHibernateFlushMode() == FlushMode.MANUAL) {
                return;
            }
            try {
                session.flush();
            } catch (RuntimeException refused) {
                throw DataAccessUtils.translateIfNecessary(refused, dialect);
            }
        }
    }

    /** Ends the session's part before Spring closes the session. */
    private record EndBeforeClose(Session session, Transaction transaction)
            implements TransactionSynchronization {

        @Override
        public int getOrder() {
            return EntityManagerFactoryUtils.ENTITY_MANAGER_SYNCHRONIZATION_ORDER - 1;
        }

        @Override
        public void beforeCompletion() {
            session.setHibernateFlushMode(FlushMode.MANUAL);
            if (transaction.getStatus() == TransactionStatus.ACTIVE) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }
    }
}
