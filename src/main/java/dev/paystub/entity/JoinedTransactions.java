package dev.paystub.entity;

import org.hibernate.resource.jdbc.spi.JdbcSessionOwner;
import org.hibernate.resource.transaction.backend.jdbc.internal.JdbcResourceLocalTransactionCoordinatorBuilderImpl;
import org.hibernate.resource.transaction.backend.jdbc.spi.JdbcResourceTransaction;
import org.hibernate.resource.transaction.backend.jdbc.spi.JdbcResourceTransactionAccess;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorOwner;
import org.hibernate.resource.transaction.spi.TransactionStatus;

/**
 * Transactions of Hibernate that begin and end nothing in the database: Spring's transaction
 * manager has begun the transaction that a session takes part in, and commits it or rolls it back.
 */
@SuppressWarnings("serial") // never serialized
final class JoinedTransactions extends JdbcResourceLocalTransactionCoordinatorBuilderImpl {

    @Override
    public TransactionCoordinator buildTransactionCoordinator(
            TransactionCoordinatorOwner owner, Options options) {
        return super.buildTransactionCoordinator(new Owner(owner), options);
    }

    /** A session, for the coordinator, whose transaction is none of the connection's. */
    private record Owner(TransactionCoordinatorOwner session, JdbcResourceTransaction joined)
            implements TransactionCoordinatorOwner, JdbcResourceTransactionAccess {

        Owner(TransactionCoordinatorOwner session) {
            this(session, new Joined());
        }

        @Override
        public JdbcResourceTransaction getResourceLocalTransaction() {
            return joined;
        }

        @Override
        public boolean isActive() {
            return session.isActive();
        }

        @Override
        public void startTransactionBoundary() {
            session.startTransactionBoundary();
        }

        @Override
        public void afterTransactionBegin() {
            session.afterTransactionBegin();
        }

        @Override
        public void beforeTransactionCompletion() {
            session.beforeTransactionCompletion();
        }

        @Override
        public void afterTransactionCompletion(boolean successful, boolean delayed) {
            session.afterTransactionCompletion(successful, delayed);
        }

        @Override
        public JdbcSessionOwner getJdbcSessionOwner() {
            return session.getJdbcSessionOwner();
        }

        @Override
        public void setTransactionTimeOut(int seconds) {
            session.setTransactionTimeOut(seconds);
        }

        @Override
        public void flushBeforeTransactionCompletion() {
            session.flushBeforeTransactionCompletion();
        }
    }

    private static final class Joined implements JdbcResourceTransaction {

        private TransactionStatus status = TransactionStatus.NOT_ACTIVE;

        @Override
        public void begin() {
            status = TransactionStatus.ACTIVE;
        }

        @Override
        public void commit() {
            status = TransactionStatus.COMMITTED;
        }

        @Override
        public void rollback() {
            status = TransactionStatus.ROLLED_BACK;
        }

        @Override
        public void markRollbackOnly() {
            status = TransactionStatus.MARKED_ROLLBACK;
        }

        @Override
        public TransactionStatus getStatus() {
            return status;
        }
    }
}
