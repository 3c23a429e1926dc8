package dev.paystub.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.paystub.PaystubApplication;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.RunningServer;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** The liveness and readiness probes, without a key. */
@ServerTest
class ProbeTests {

    @LocalServerPort private int port;
    @Autowired private ApplicationContext context;

    @AfterEach
    void backToNormal() {
        AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
    }

    private static Reply ask(int port, String method, String path) {
        return Caller.send(
                Caller.fresh(port).request(path).method(method, BodyPublishers.noBody()).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void answersWithoutAKey(String path) {
        ask(port, "GET", path).expect(200).isExactly("{\"status\": \"UP\"}");
        assertThat(ask(port, "HEAD", path).expect(200).body()).isEmpty();
        assertThat(ask(port, "GET", path).headers().firstValue("Cache-Control"))
                .hasValue("no-store");
    }

    @Test
    void revokedReadinessIsTold() {
        AvailabilityChangeEvent.publish(
                context, "the books do not balance", ReadinessState.REFUSING_TRAFFIC);
        ask(port, "GET", "/readyz")
                .expect(503)
                .isExactly("{\"status\": \"DOWN\", \"reason\": \"the books do not balance\"}");
        ask(port, "HEAD", "/readyz").expect(503);
        ask(port, "GET", "/livez").expect(200);
        AvailabilityChangeEvent.publish(context, this, ReadinessState.ACCEPTING_TRAFFIC);
        ask(port, "GET", "/readyz").expect(200);
    }

    @Test
    void aBrokenServerDoesNotLive() {
        AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
        ask(port, "GET", "/livez").expect(503);
    }

    @Test
    void withoutItsDatabaseItIsNotReadyButLives() {
        try (var server = RunningServer.start(Map.of())) {
            ask(server.port(), "GET", "/readyz").expect(200);
            ((HikariDataSource) server.dataSource()).close();
            var reply = ask(server.port(), "GET", "/readyz").expect(503);
            assertThat(reply.<String>at("$.reason")).isEqualTo("the database does not answer");
            ask(server.port(), "GET", "/livez").expect(200);
            ask(server.port(), "GET", "/actuator/health").expect(503);
            assertThat(ask(server.port(), "GET", "/actuator/info").expect(200).body())
                    .contains("DOWN");
            ask(server.port(), "GET", "/actuator/prometheus").expect(200);
        }
    }

    @Test
    void redWhileItStartsAndFromWhenItBeginsToEnd() {
        var starting = new AtomicReference<Reply>();
        var ending = new AtomicReference<Reply>();
        ApplicationListener<ApplicationStartedEvent> onStart =
                event -> starting.set(ask(portOf(event.getApplicationContext()), "GET", "/readyz"));
        ApplicationListener<ContextClosedEvent> onEnd =
                event -> ending.set(ask(portOf(event.getApplicationContext()), "GET", "/readyz"));
        new SpringApplicationBuilder(PaystubApplication.class)
                .listeners(onStart, onEnd)
                .run("--server.port=0")
                .close();
        assertThat(List.of(starting.get().expect(503), ending.get().expect(503)))
                .extracting(reply -> reply.<String>at("$.reason"))
                .containsExactly("the server is starting", "the server is about to end");
    }

    private static int portOf(ApplicationContext context) {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }
}
