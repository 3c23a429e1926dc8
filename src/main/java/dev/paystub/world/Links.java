package dev.paystub.world;

import dev.paystub.account.Tenant;
import dev.paystub.account.TenantTables;
import dev.paystub.account.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Replaces the links of a copied account, so that each link leads to the copy only. A new link is
 * derived from the copy's secret. Every occurrence of a link is replaced by the same new link: in
 * rows, in messages, and in the responses kept for idempotency keys.
 */
@Component
class Links {

    private final JdbcClient jdbc;
    private final TenantTables tables;

    Links(JdbcClient jdbc, TenantTables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /**
     * Must be called after the rows are copied, in the same transaction.
     *
     * @param filled the tables that have rows
     */
    void renew(Tenant origin, Tenant copy, Set<String> filled) {
        var link = links(origin, copy);
        UnaryOperator<String> renewed =
                text ->
                        link.matcher(text)
                                .replaceAll(found ->
                                        found.group(1) == null
                                                ? derived(found, copy)
                                                : numbered(found, copy));
        var linkColumns = tables.linkColumns();
        for (var table : filled) {
            linkColumns
                    .getOrDefault(table, List.of())
                    .forEach(column -> renewColumn(table, column, origin, copy, renewed));
        }
        if (filled.contains("idempotency_keys")) {
            renewStoredResponses(copy, renewed);
        }
    }

    private record Text(long id, String text) {}

    private void renewColumn(
            String table,
            String column,
            Tenant origin,
            Tenant copy,
            UnaryOperator<String> renewed) {
        jdbc.sql(
                        """
                        select id, %1$s from %2$s
                        where account_id = :account and (%1$s like :ofOrigin or %1$s like :ofCopy)
                        """
                                .formatted(column, table))
                .param("ofOrigin", "%" + origin.publicId() + "%")
                .param("ofCopy", "%" + copy.publicId() + "%")
                .param("account", copy.id())
                .query((row, index) -> new Text(row.getLong(1), row.getString(2)))
                .list()
                .forEach(row -> {
                    var text = renewed.apply(row.text());
                    if (!text.equals(row.text())) {
                        jdbc.sql("update %s set %s = :text where id = :id".formatted(table, column))
                                .param("text", text)
                                .param("id", row.id())
                                .update();
                    }
                });
    }

    /** The body, one character for each byte, so that a binary body stays unchanged. */
    private record StoredBody(String key, String body) {}

    private void renewStoredResponses(Tenant copy, UnaryOperator<String> renewed) {
        jdbc.sql(
                        """
                        select idempotency_key, body from idempotency_keys
                        where account_id = :account and body is not null
                        """)
                .param("account", copy.id())
                .query((row, index) ->
                        new StoredBody(
                                row.getString(1),
                                new String(row.getBytes(2), StandardCharsets.ISO_8859_1)))
                .list()
                .forEach(stored -> {
                    var other = renewed.apply(stored.body());
                    if (!other.equals(stored.body())) {
                        jdbc.sql(
                                        """
                                        update idempotency_keys set body = :body
                                        where account_id = :account and idempotency_key = :key
                                        """)
                                .param("body", other.getBytes(StandardCharsets.ISO_8859_1))
                                .param("account", copy.id())
                                .param("key", stored.key())
                                .update();
                    }
                });
    }

    /**
     * Matches the links of both accounts: copying rows has already put the copy's public id into
     * some.
     */
    private static Pattern links(Tenant origin, Tenant copy) {
        return Pattern.compile(
                "(?:(?<![0-9A-Za-z])([1-9][0-9]{0,17})-)?(?:%s|%s)([0-9A-Za-z]++)"
                        .formatted(origin.publicId(), copy.publicId()));
    }

    private static String derived(MatchResult found, Tenant copy) {
        var length = Tokens.PUBLIC_ID_LENGTH + found.group(2).length();
        return Tokens.link(copy, "copied:" + found.group(2), length);
    }

    private static String numbered(MatchResult found, Tenant copy) {
        var length = Tokens.PUBLIC_ID_LENGTH + found.group(2).length();
        return Tokens.numberedLink(copy, Long.parseLong(found.group(1)), length);
    }
}
