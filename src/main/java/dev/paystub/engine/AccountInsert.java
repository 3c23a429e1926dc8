package dev.paystub.engine;

import java.util.Collections;

/**
 * A statement that inserts a row of an entity's table without Hibernate, composed once.
 *
 * <p>A change that only adds rows spares Hibernate's persistence context, and with it most of its
 * own time.
 */
public final class AccountInsert {

    private static final String[] OF_ALL = {"id", "account_id", "number", "version"};

    private final String sql;

    /**
     * Makes a statement.
     *
     * @param columns those of the table besides the ones that all entities have
     */
    public AccountInsert(String table, String... columns) {
        this.sql =
                "insert into %s (%s, %s) values (%s)"
                        .formatted(
                                table,
                                String.join(", ", OF_ALL),
                                String.join(", ", columns),
                                String.join(
                                        ", ",
                                        Collections.nCopies(OF_ALL.length + columns.length, "?")));
    }

    String sql() {
        return sql;
    }
}
