package dev.paystub.account;

import dev.paystub.kernel.DomainException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Failures whose cause is temporary, so that a retry may succeed. */
public final class TransientFailures {

    /**
     * SQLSTATE classes: connections, transaction conflicts, resources, and a server that is
     * shutting down.
     */
    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57");

    /** SQLSTATE values of H2: a closed database or connection, and a lock timeout. */
    private static final Set<String> STATES = Set.of("90067", "90098", "90121", "HYT00");

    private TransientFailures() {}

    public static boolean include(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (isItself(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isItself(Throwable failed) {
        return switch (failed) {
            case DomainException.Stopping stopping -> true;
            case TransientDataAccessException passes -> true;
            case RecoverableDataAccessException passes -> true;
            case DataAccessResourceFailureException passes -> true;
            case CannotCreateTransactionException passes -> true;
            case SQLTransientException passes -> true;
            case SQLRecoverableException passes -> true;
            case SQLException refused -> isItself(refused.getSQLState());
            default -> false;
        };
    }

    private static boolean isItself(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (STATES.contains(state) || CLASSES.contains(state.substring(0, 2)));
    }
}
