package dev.paystub.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Clears or copies all rows of an account, with one statement for each table. The tables are read
 * from the database: those with an {@code account_id} column. Columns named {@code id} or {@code
 * …_row_id} hold primary keys, which carry the account's id in their upper bits; columns named
 * {@code …_link} hold texts of {@link Tokens#link}, which carry its public id.
 */
@Component
public class TenantTables {

    private final JdbcClient jdbc;
    private final SingletonSupplier<Map<String, List<String>>> columnsByTable;

    TenantTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.columnsByTable = SingletonSupplier.of(this::readTables);
    }

    public void clear(long account) {
        var tables = new ArrayList<>(columnsByTable.obtain().keySet());
        for (var table : tables.reversed()) {
            jdbc.sql("delete from " + table + " where account_id = :account")
                    .param("account", account)
                    .update();
        }
    }

    /** Returns the number of rows of an account. */
    public long count(long account) {
        var counts =
                columnsByTable.obtain().keySet().stream()
                        .map(
                                "select count(*) how_many from %s where account_id = :account"
                                        ::formatted)
                        .collect(Collectors.joining(" union all "));
        return jdbc.sql("select sum(how_many) from (" + counts + ") counts")
                .param("account", account)
                .query(Long.class)
                .single();
    }

    public void copy(Tenant from, Tenant to) {
        columnsByTable
                .obtain()
                .forEach((table, columns) ->
                        jdbc.sql(copyOf(table, columns))
                                .param("from", from.id())
                                .param("to", to.id())
                                .param("shift", (to.id() - from.id()) << AccountRowId.NUMBER_BITS)
                                .param("fromPublicId", from.publicId())
                                .param("toPublicId", to.publicId())
                                .update());
    }

    /** Returns the columns that hold links, by table. */
    public Map<String, List<String>> linkColumns() {
        var links = new TreeMap<String, List<String>>();
        columnsByTable
                .obtain()
                .forEach((table, columns) -> {
                    var own = columns.stream().filter(column -> column.endsWith("_link")).toList();
                    if (!own.isEmpty()) {
                        links.put(table, own);
                    }
                });
        return links;
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

    /**
     * Returns all tables with their columns; referenced tables come before those that refer to
     * them.
     */
    private Map<String, List<String>> readTables() {
        var columns = new TreeMap<String, List<String>>();
        // all columns at once: H2 rebuilds its information schema for each query and each subquery
        jdbc.sql(
                        """
                        select lower(table_name) table_name, lower(column_name) column_name
                        from information_schema.columns
                        where table_schema = current_schema
                        order by table_name, ordinal_position
                        """)
                .query(row -> {
                    columns.computeIfAbsent(row.getString("table_name"), table -> new ArrayList<>())
                            .add(row.getString("column_name"));
                });
        columns.values().removeIf(names -> !names.contains("account_id"));
        var parents = readParents();
        var ordered = new LinkedHashMap<String, List<String>>();
        while (ordered.size() < columns.size()) {
            var ready =
                    columns.keySet().stream()
                            .filter(table -> !ordered.containsKey(table))
                            .filter(table ->
                                    parents.getOrDefault(table, List.of()).stream()
                                            .filter(columns::containsKey)
                                            .allMatch(ordered::containsKey))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalStateException("Tables refer in a circle"));
            ordered.put(ready, columns.get(ready));
        }
        return ordered;
    }

    private Map<String, List<String>> readParents() {
        var parents = new TreeMap<String, List<String>>();
        jdbc.sql(
                        """
                        select lower(child.table_name) child, lower(parent.table_name) parent
                        from information_schema.referential_constraints r
                        join information_schema.table_constraints child
                          on child.constraint_name = r.constraint_name
                         and child.constraint_schema = r.constraint_schema
                        join information_schema.table_constraints parent
                          on parent.constraint_name = r.unique_constraint_name
                         and parent.constraint_schema = r.unique_constraint_schema
                        where r.constraint_schema = current_schema
                        """)
                .query(row -> {
                    parents.computeIfAbsent(row.getString("child"), child -> new ArrayList<>())
                            .add(row.getString("parent"));
                });
        return parents;
    }
}
