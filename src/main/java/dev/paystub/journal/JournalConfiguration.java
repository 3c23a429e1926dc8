package dev.paystub.journal;

import dev.paystub.engine.EngineMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses where the journal is. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {

    /** A database of this kind belongs to this process and ends with it. */
    private static final String IN_MEMORY = "jdbc:h2:mem:";

    @Bean
    JournalStore journalStore(
            JdbcConnectionDetails database,
            JournalTable table,
            JournalWriter writer,
            JournalProperties properties,
            ObjectProvider<JournalListener> listeners,
            EngineMetrics engineMetrics) {
        return database.getJdbcUrl().startsWith(IN_MEMORY)
                ? new MemoryJournal(properties, listeners, engineMetrics)
                : new StoredJournal(table, writer);
    }
}
