package dev.paystub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.paystub.engine.EngineMetrics;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.Exchange;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Requests are measured also before the registry exists, and an error in measuring is counted. */
class RequestMetricsTests {

    private final EngineMetrics engineMetrics = mock(EngineMetrics.class);
    private @Nullable MeterRegistry registry = new SimpleMeterRegistry();

    private final RequestMetrics metrics =
            new RequestMetrics(
                    provider(() -> registry), provider(() -> engineMetrics), false, "", "");

    private static <T> ObjectProvider<T> provider(Supplier<@Nullable T> bean) {
        return new ObjectProvider<>() {
            @Override
            public T getObject() {
                throw new UnsupportedOperationException();
            }

            @Override
            public @Nullable T getIfAvailable() {
                return bean.get();
            }

            @Override
            public @Nullable T getIfUnique() {
                return bean.get();
            }

            @Override
            public void ifAvailable(Consumer<T> user) {
                user.accept(bean.get());
            }
        };
    }

    private void request() throws Exception {
        var exchange = mock(Exchange.class);
        when(exchange.surface()).thenReturn(ApiSurface.of("billing", "/billing/**").build());
        metrics.handle(
                exchange,
                new MockHttpServletRequest("GET", "/billing/balance"),
                new MockHttpServletResponse(),
                new MockFilterChain());
    }

    private static long measured(MeterRegistry registry) {
        return registry.get("http.server.requests").timer().count();
    }

    @Test
    void requestsBeforeTheRegistryExistsAreMeasured() throws Exception {
        request();
        metrics.bindTo(registry);
        request();

        assertThat(measured(registry)).isEqualTo(2);
    }

    @Test
    void anErrorInMeasuringIsCounted() throws Exception {
        registry.config().meterFilter(refusing());
        request();
        metrics.bindTo(registry);
        request();

        verify(engineMetrics, times(2)).unrecorded("metrics");
    }

    private static MeterFilter refusing() {
        return new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                throw new IllegalStateException("A meter is refused");
            }
        };
    }

    @Test
    void withoutARegistryNothingIsKept() throws Exception {
        var late = registry;
        registry = null;
        request();
        metrics.startLater();
        request();
        metrics.bindTo(late);

        assertThat(late.find("http.server.requests").timer()).isNull();
        verifyNoInteractions(engineMetrics);
    }
}
