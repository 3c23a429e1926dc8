package dev.paystub.journal;

import dev.paystub.account.DatabaseKind;
import dev.paystub.engine.EngineMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses where the journal is. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {

    @Bean
    JournalStore journalStore(
            DatabaseKind database,
            JournalTable table,
            JournalWriter writer,
            JournalProperties properties,
            ObjectProvider<JournalListener> listeners,
            EngineMetrics engineMetrics) {
        return database.isInMemory()
                ? new MemoryJournal(properties, listeners, engineMetrics)
                : new StoredJournal(table, writer);
    }
}
