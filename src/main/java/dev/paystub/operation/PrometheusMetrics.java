package dev.paystub.operation;

import dev.paystub.engine.EngineMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/**
 * Paystub's own metrics, read on each scrape. They cover all accounts together: no label names an
 * account, so that the number of series does not grow with the number of keys.
 */
@Component
class PrometheusMetrics implements MultiCollector {

    private final EngineMetrics engineMetrics;
    private final Database database;

    PrometheusMetrics(EngineMetrics engineMetrics, Database database) {
        this.engineMetrics = engineMetrics;
        this.database = database;
    }

    /** The registry, with these metrics from its beginning. */
    @Configuration(proxyBeanMethods = false)
    static class Registry {

        @Bean
        PrometheusRegistry prometheusRegistry(PrometheusMetrics metrics) {
            var registry = new PrometheusRegistry();
            registry.register(metrics);
            return registry;
        }
    }

    @Override
    public MetricSnapshots collect() {
        var metrics = MetricSnapshots.builder();
        metrics.metricSnapshot(
                seconds(
                        "paystub_turns_waited_seconds",
                        "How long changes of an account waited for their turn",
                        engineMetrics.waitedNanos()));
        metrics.metricSnapshot(
                seconds(
                        "paystub_turns_taken_seconds",
                        "How long turns took, once they had begun",
                        engineMetrics.takenNanos()));
        metrics.metricSnapshot(
                counter("paystub_events", "Events kept, by type", "type", engineMetrics.events()));
        metrics.metricSnapshot(
                counter(
                        "paystub_due_work",
                        "Pieces of due work run, by kind",
                        "kind",
                        engineMetrics.tasksRun()));
        metrics.metricSnapshot(
                counter(
                        "paystub_unrecorded",
                        "What journal, coverage or metrics failed to note",
                        "of",
                        engineMetrics.unrecorded()));
        if (database.trouble().isEmpty()) {
            metrics.metricSnapshot(accounts());
        }
        return metrics.build();
    }

    private MetricSnapshot accounts() {
        return GaugeSnapshot.builder()
                .name("paystub_accounts")
                .help("Accounts that keys can open")
                .dataPoint(
                        GaugeDataPointSnapshot.builder()
                                .value((double) database.accounts())
                                .build())
                .build();
    }

    private MetricSnapshot seconds(String name, String help, long nanos) {
        return SummarySnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                        SummaryDataPointSnapshot.builder()
                                .count(engineMetrics.queueHolds())
                                .sum(Unit.nanosToSeconds(nanos))
                                .build())
                .build();
    }

    private static MetricSnapshot counter(
            String name, String help, String label, Map<String, Long> values) {
        var counter = CounterSnapshot.builder().name(name).help(help);
        values.forEach((value, count) ->
                counter.dataPoint(
                        CounterDataPointSnapshot.builder()
                                .labels(Labels.of(label, value))
                                .value((double) count)
                                .build()));
        return counter.build();
    }
}
