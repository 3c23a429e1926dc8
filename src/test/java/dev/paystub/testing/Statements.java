package dev.paystub.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Records the statements that a server sends to its database, except those of the journal's writer,
 * for which no request waits. To be imported as a bean of the server.
 */
public final class Statements implements BeanPostProcessor, QueryExecutionListener {

    private static final String JOURNAL_THREAD = "journal";

    private final List<Statement> recorded = new CopyOnWriteArrayList<>();
    private final List<Statement> ofJournal = new CopyOnWriteArrayList<>();
    private final List<Statement> failed = new CopyOnWriteArrayList<>();

    /**
     * A statement, or one batch of it.
     *
     * @param parameters the values, a list for each row of a batch
     */
    public record Statement(String sql, List<List<Object>> parameters) {

        public boolean isRead() {
            return sql.toLowerCase(Locale.ROOT).startsWith("select");
        }

        @Override
        public String toString() {
            return "%n    %s %s".formatted(sql, parameters);
        }
    }

    /** Runs the work and returns the statements that were sent meanwhile. */
    public List<Statement> during(Runnable work) {
        recorded.clear();
        work.run();
        return List.copyOf(recorded);
    }

    /** Runs the work and returns the statements that the database refused meanwhile. */
    public List<Statement> failedDuring(Runnable work) {
        failed.clear();
        work.run();
        return List.copyOf(failed);
    }

    /** Runs the work and returns the statements that the journal's writer sent meanwhile. */
    public List<Statement> ofJournalDuring(Runnable work) {
        ofJournal.clear();
        work.run();
        return List.copyOf(ofJournal);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database
                ? ProxyDataSourceBuilder.create(database).listener(this).build()
                : bean;
    }

    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        // counted once it has been sent
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        var of = Thread.currentThread().getName().equals(JOURNAL_THREAD) ? ofJournal : recorded;
        for (var query : queries) {
            var statement =
                    new Statement(query.getQuery().strip().replaceAll("\\s+", " "), values(query));
            of.add(statement);
            if (!execution.isSuccess()) {
                failed.add(statement);
            }
        }
    }

    private static List<List<Object>> values(QueryInfo query) {
        return query.getParametersList().stream()
                .map(row ->
                        row.stream()
                                .map(parameter ->
                                        parameter.getArgs().length > 1
                                                ? parameter.getArgs()[1]
                                                : null)
                                .collect(Collectors.toCollection(ArrayList<Object>::new)))
                .map(row -> (List<Object>) row)
                .toList();
    }

    /** Returns the statements that occur more than once with one list of parameters. */
    public static List<Statement> repeated(List<Statement> statements) {
        return statements.stream()
                .filter(statement -> statements.stream().filter(statement::equals).count() > 1)
                .distinct()
                .toList();
    }
}
