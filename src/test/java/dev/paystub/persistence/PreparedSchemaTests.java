package dev.paystub.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database in memory begins with a script in place of the migrations and of the templates'
 * seeds. After a new migration or a change of a seed, {@code -Dpaystub.schema.write=true} writes
 * the script again, and the list of the tables that belong to accounts. The seeds are planted by
 * that list, so a table that is renamed is renamed there by hand before.
 */
@SpringBootTest(
        properties = {
            "paystub.database.url=" + PreparedSchemaTests.MIGRATED_URL,
            // no other row changes meanwhile
            "paystub.clock.tick=1h",
            "paystub.jobs.poll=1h",
            "paystub.audit.every=1h"
        })
class PreparedSchemaTests {

    static final String MIGRATED_URL = "jdbc:h2:mem:migrated;DB_CLOSE_DELAY=-1";

    private static final String SCRIPT = "db/prepared/h2.sql";
    private static final String TABLES = "db/prepared/tables.txt";
    private static final Pattern TOKEN = Pattern.compile("\\{(public-id|secret)}");
    private static final String NOW =
            "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

    /** A server's database with migrations and seeds, but without its default account. */
    private static final DataSource MIGRATED = newDatabase();

    private static final DataSource PREPARED = newDatabase();

    @BeforeAll
    static void makeBoth(@Autowired DataSource server) throws IOException {
        run(MIGRATED, asTheyAre(server));
        withoutDefaultAccount(MIGRATED);
        if (Boolean.getBoolean("paystub.schema.write")) {
            write(SCRIPT, String.join(";\n", statementsOf(MIGRATED)) + ";\n");
            write(TABLES, String.join("\n", tenantTables()) + "\n");
        }
        var number = new AtomicInteger();
        run(
                PREPARED,
                Arrays.stream(read(SCRIPT).split(";\n"))
                        .map(statement ->
                                TOKEN.matcher(statement)
                                        .replaceAll(place -> "t" + number.incrementAndGet()))
                        .toList());
    }

    private static void run(DataSource database, List<String> statements) {
        var client = JdbcClient.create(database);
        statements.forEach(statement -> client.sql(statement).update());
    }

    private static void withoutDefaultAccount(DataSource database) {
        var tables = new ArrayList<String>();
        tenantTables().forEach(table -> tables.add(table.substring(0, table.indexOf(' '))));
        var client = JdbcClient.create(database);
        for (var table : tables.reversed()) {
            client.sql(
                            "delete from %s where account_id in (select id from accounts where api_key = 'sandbox')"
                                    .formatted(table))
                    .update();
        }
        client.sql("delete from accounts where api_key = 'sandbox'").update();
    }

    private static void write(String resource, String text) throws IOException {
        for (var folder : List.of("src/main/resources", "target/classes")) {
            Files.writeString(Path.of(folder, resource), text);
        }
    }

    private static String read(String resource) throws IOException {
        return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
    }

    private static DataSource newDatabase() {
        return new DriverManagerDataSource(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    /** Returns the statements that make a database's schema, with the history of its migrations. */
    private static List<String> statementsOf(DataSource database) {
        return asTheyAre(database).stream().map(PreparedSchemaTests::withoutChance).toList();
    }

    private static List<String> asTheyAre(DataSource database) {
        return JdbcClient.create(database)
                .sql("script nopasswords nosettings")
                .query(String.class)
                .list()
                .stream()
                .filter(statement ->
                        !statement.startsWith("--") && !statement.startsWith("CREATE USER"))
                .map(statement -> statement.strip().replaceFirst(";$", ""))
                .toList();
    }

    /** Replaces when the migrations ran and for how long, and the accounts' tokens and times. */
    private static String withoutChance(String statement) {
        return statement
                .replaceAll("TIMESTAMP '[^']+', [0-9]+, TRUE", "CURRENT_TIMESTAMP, 0, TRUE")
                .replaceAll(
                        "(?m)^(\\([0-9]+, '~[a-z]+'), '[^']+', '[^']+'",
                        "$1, '{public-id}', '{secret}'")
                .replaceAll("(?m)^(\\([0-9]+), [0-9]{13}\\b", "$1, " + NOW);
    }

    /**
     * The constraints' columns are compared as statements, for H2 lists renamed ones by old names.
     */
    @ParameterizedTest
    @ValueSource(strings = {"tables", "columns", "table_constraints", "referential_constraints"})
    void describesTheSame(String view) {
        assertThat(described(PREPARED, view))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(described(MIGRATED, view));
    }

    @Test
    void hasTheSameIndexes() {
        assertThat(indexes(PREPARED))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(indexes(MIGRATED));
    }

    @Test
    void hasTheSameStatementsAndHistory() {
        assertThat(statementsOf(PREPARED))
                .containsExactlyInAnyOrderElementsOf(statementsOf(MIGRATED));
        var flyway = Flyway.configure().dataSource(PREPARED).load();
        flyway.validate();
        assertThat(flyway.migrate().migrationsExecuted).isZero();
    }

    @Test
    void listsTheTablesOfAccounts() throws IOException {
        assertThat(read(TABLES).lines()).containsExactlyElementsOf(tenantTables());
    }

    /**
     * Returns the tables whose rows belong to accounts, each with its columns, in the order in
     * which their foreign keys allow to fill them.
     */
    private static List<String> tenantTables() {
        var columns = new TreeMap<String, List<String>>();
        each(
                "select lower(table_name), lower(column_name) from information_schema.columns"
                        + " where table_schema = 'PUBLIC' order by table_name, ordinal_position",
                (table, column) ->
                        columns.computeIfAbsent(table, name -> new ArrayList<>()).add(column));
        columns.values().removeIf(names -> !names.contains("account_id"));
        var parents = new TreeMap<String, Set<String>>();
        each(
                """
                select lower(child.table_name), lower(parent.table_name)
                from information_schema.referential_constraints r
                join information_schema.table_constraints child
                  on child.constraint_name = r.constraint_name
                join information_schema.table_constraints parent
                  on parent.constraint_name = r.unique_constraint_name
                """,
                (child, parent) ->
                        parents.computeIfAbsent(child, name -> new TreeSet<>()).add(parent));
        parents.values().forEach(names -> names.retainAll(columns.keySet()));
        var lines = new LinkedHashMap<String, String>();
        while (lines.size() < columns.size()) {
            var next =
                    columns.keySet().stream()
                            .filter(table -> !lines.containsKey(table))
                            .filter(table ->
                                    lines.keySet()
                                            .containsAll(parents.getOrDefault(table, Set.of())))
                            .findFirst()
                            .orElseThrow();
            lines.put(next, next + " " + String.join(" ", columns.get(next)));
        }
        return List.copyOf(lines.values());
    }

    private static void each(String query, BiConsumer<String, String> names) {
        JdbcClient.create(MIGRATED)
                .sql(query)
                .query(row -> {
                    names.accept(row.getString(1), row.getString(2));
                });
    }

    /** Returns the rows of a view of the information schema, without what differs by chance. */
    private static List<String> described(DataSource database, String view) {
        return JdbcClient.create(database)
                .sql(
                        "select * from information_schema.%s where %s = 'PUBLIC'"
                                .formatted(view, schemaOf(view)))
                .query((row, index) -> text(row))
                .list();
    }

    private static String schemaOf(String view) {
        return view.endsWith("constraints") ? "constraint_schema" : "table_schema";
    }

    /**
     * Returns the different indexes, each with its columns in order. Names are left out, since H2
     * makes most of them up. In the script a foreign key shares an index that in the migrations
     * comes after it.
     */
    private static List<String> indexes(DataSource database) {
        return JdbcClient.create(database)
                .sql(
                        """
                        select distinct i.table_name, i.index_type_name, i.nulls_distinct,
                            listagg(c.column_name || ' ' || c.ordering_specification
                                || ' ' || c.null_ordering, ', ')
                                within group (order by c.ordinal_position)
                        from information_schema.indexes i
                        join information_schema.index_columns c
                          on c.index_schema = i.index_schema and c.index_name = i.index_name
                         and c.table_name = i.table_name
                        where i.table_schema = 'PUBLIC'
                        group by i.table_name, i.index_type_name, i.nulls_distinct,
                            i.is_generated, i.index_name
                        """)
                .query((row, index) ->
                        IntStream.rangeClosed(1, 4)
                                .mapToObj(column -> textAt(row, column))
                                .collect(Collectors.joining(" | ")))
                .list();
    }

    private static String textAt(ResultSet row, int column) {
        try {
            return String.valueOf(row.getString(column));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(ResultSet row) throws SQLException {
        var columns = row.getMetaData();
        var values = new TreeMap<String, String>();
        for (var column : IntStream.rangeClosed(1, columns.getColumnCount()).toArray()) {
            var name = columns.getColumnName(column);
            if (!name.matches(".*CATALOG|LAST_MODIFICATION|ROW_COUNT_ESTIMATE|INDEX_NAME")) {
                values.put(name, String.valueOf(row.getObject(column)));
            }
        }
        return values.entrySet().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
