package dev.paystub.engine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.RowMapper;

/**
 * A statement that reads rows of the current account, composed once. Its first parameter is the
 * account's id.
 */
public final class AccountQuery<T> {

    private static final Pattern TABLE =
            Pattern.compile("\\b(?:from|join)\\b(?! *\\()", Pattern.CASE_INSENSITIVE);
    private static final Pattern TENANCY = Pattern.compile("\\baccount_id = (\\?|[a-z]+\\.)");

    /** An alternative to an account's condition, which would also match rows of other accounts. */
    private static final Pattern ALTERNATIVE = Pattern.compile("(?i)\\bor\\b");

    /** The parts of a query that separate commas between tables from those between values. */
    private static final Pattern PART =
            Pattern.compile("(?i)[(),]|\\b(?:from|where|group|order|having|union|fetch)\\b");

    private final String sql;
    private final RowMapper<T> mapper;

    /**
     * Checks that the statement cannot read another account's rows.
     *
     * @param text a statement that compares {@code account_id} for each table it reads, each of
     *     which follows {@code from} or {@code join}
     * @throws IllegalArgumentException when a table is read without its {@code account_id}, tables
     *     are separated by commas, a condition has an alternative, or the first parameter is not
     *     the account
     */
    public AccountQuery(String text, RowMapper<T> mapper) {
        this.sql = text.strip().replaceAll("\\s+", " ");
        this.mapper = mapper;
        var tables = TABLE.matcher(sql).results().count();
        var compared = TENANCY.matcher(sql).results().count();
        var begin = sql.substring(0, sql.indexOf('?') + 1);
        if (tables == 0
                || compared < tables
                || !begin.endsWith("account_id = ?")
                || ALTERNATIVE.matcher(sql).find()
                || listsTables(sql)) {
            throw new IllegalArgumentException("It may read rows of other accounts: " + sql);
        }
    }

    /** Returns whether a comma separates tables, of which only the first would be counted. */
    private static boolean listsTables(String sql) {
        var isAmongTables = new ArrayDeque<Boolean>(List.of(false));
        var parts = PART.matcher(sql);
        while (parts.find()) {
            switch (parts.group().toLowerCase(Locale.ROOT)) {
                case "(" -> isAmongTables.push(false);
                case ")" -> isAmongTables.pop();
                case "," -> {
                    if (isAmongTables.element()) {
                        return true;
                    }
                }
                case String word -> {
                    isAmongTables.pop();
                    isAmongTables.push(word.equals("from"));
                }
            }
        }
        return false;
    }

    String sql() {
        return sql;
    }

    /** Returns the statement for at most a number of rows. */
    String sql(int most) {
        return sql + " fetch first " + most + " rows only";
    }

    RowMapper<T> mapper() {
        return mapper;
    }
}
