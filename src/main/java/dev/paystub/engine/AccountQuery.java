package dev.paystub.engine;

import java.util.regex.Pattern;
import org.springframework.jdbc.core.RowMapper;

/**
 * A statement that reads rows of the current account, composed once. Its first parameter is the
 * account's id.
 */
public final class AccountQuery<T> {

    private static final Pattern TABLE = Pattern.compile("\\b(?:from|join) +[a-z_]+");
    private static final Pattern TENANCY = Pattern.compile("\\baccount_id = (\\?|[a-z]+\\.)");

    private final String sql;
    private final String firstRows;
    private final RowMapper<T> mapper;

    /**
     * Checks that the statement cannot read another account's rows.
     *
     * @param text a statement that compares {@code account_id} for each table it reads
     * @throws IllegalArgumentException when a table is read without its {@code account_id}, or the
     *     first parameter is another
     */
    public AccountQuery(String text, RowMapper<T> mapper) {
        this.sql = text.strip().replaceAll("\\s+", " ");
        this.firstRows = sql + " fetch first %d rows only".formatted(AccountReader.SHORT + 1);
        this.mapper = mapper;
        var tables = TABLE.matcher(sql).results().count();
        var compared = TENANCY.matcher(sql).results().count();
        var begin = sql.substring(0, sql.indexOf('?') + 1);
        if (tables == 0 || compared < tables || !begin.endsWith("account_id = ?")) {
            throw new IllegalArgumentException("It may read rows of other accounts: " + sql);
        }
    }

    String sql() {
        return sql;
    }

    /** Returns the statement for one row more than a request reads itself. */
    String firstRows() {
        return firstRows;
    }

    RowMapper<T> mapper() {
        return mapper;
    }
}
