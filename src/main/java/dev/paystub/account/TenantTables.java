package dev.paystub.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Clears or copies all rows of an account, with one statement for each table that has some. The
 * tables are those with an {@code account_id} column; a list made from the migrations names them,
 * since a database takes long to describe itself. Columns named {@code id} or {@code …_row_id} hold
 * primary keys, which carry the account's id in their upper bits; columns named {@code …_link} hold
 * texts of {@link Tokens#link}, which carry its public id.
 */
@Component
public class TenantTables {

    /**
     * A line for each table with its columns; referenced tables come before those that refer to
     * them. {@code PreparedSchemaTests} writes it, and compares it with the migrations.
     */
    private static final String LIST = "db/prepared/tables.txt";

    private final JdbcClient jdbc;
    private final SingletonSupplier<Map<String, List<String>>> columnsByTable =
            SingletonSupplier.of(TenantTables::readList);

    TenantTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static Map<String, List<String>> readList() {
        try {
            var columns = new LinkedHashMap<String, List<String>>();
            new ClassPathResource(LIST)
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Arrays.asList(line.split(" ")))
                    .forEach(
                            names -> columns.put(names.getFirst(), names.subList(1, names.size())));
            return columns;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the tables in which an account has rows. */
    public Set<String> filled(long account) {
        return Set.copyOf(
                unionOfTables(
                                "select '%1$s' from (values (1)) one where exists (select 1 from"
                                        + " %1$s where account_id = :account)")
                        .param("account", account)
                        .query(String.class)
                        .list());
    }

    private JdbcClient.StatementSpec unionOfTables(String statement) {
        return jdbc.sql(
                columnsByTable.obtain().keySet().stream()
                        .map(statement::formatted)
                        .collect(Collectors.joining(" union all ")));
    }

    public void clear(long account) {
        var filled = filled(account);
        for (var table : new ArrayList<>(columnsByTable.obtain().keySet()).reversed()) {
            if (filled.contains(table)) {
                jdbc.sql("delete from " + table + " where account_id = :account")
                        .param("account", account)
                        .update();
            }
        }
    }

    /** Returns the number of rows of an account. */
    public long count(long account) {
        return unionOfTables("select count(*) how_many from %1$s where account_id = :account")
                .param("account", account)
                .query(Long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Copies all rows of an account to one that has none. Returns the tables that have rows. */
    public Set<String> copy(Tenant from, Tenant to) {
        var filled = filled(from.id());
        columnsByTable
                .obtain()
                .forEach((table, columns) -> {
                    if (filled.contains(table)) {
                        copy(table, columns, from, to);
                    }
                });
        return filled;
    }

    private void copy(String table, List<String> columns, Tenant from, Tenant to) {
        jdbc.sql(copyOf(table, columns))
                .param("from", from.id())
                .param("to", to.id())
                .param("shift", (to.id() - from.id()) << AccountRowId.NUMBER_BITS)
                .param("fromPublicId", from.publicId())
                .param("toPublicId", to.publicId())
                .update();
    }

    /** Returns the columns that hold links, by table. */
    public Map<String, List<String>> linkColumns() {
        return columnsByTable.obtain().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                table ->
                                        table.getValue().stream()
                                                .filter(column -> column.endsWith("_link"))
                                                .toList()));
    }

    private static String copyOf(String table, List<String> columns) {
        return "insert into %s (%s) select %s from %s where account_id = :from"
                .formatted(
                        table,
                        String.join(", ", columns),
                        columns.stream()
                                .map(TenantTables::copied)
                                .collect(Collectors.joining(", ")),
                        table);
    }

    private static String copied(String column) {
        if (column.equals("account_id")) {
            return "cast(:to as bigint)";
        }
        if (column.endsWith("_link")) {
            return "replace(" + column + ", :fromPublicId, :toPublicId)";
        }
        if (column.equals("leased_until_millis")) {
            return "0";
        }
        return column.equals("id") || column.endsWith("_row_id")
                ? column + " + cast(:shift as bigint)"
                : column;
    }
}
