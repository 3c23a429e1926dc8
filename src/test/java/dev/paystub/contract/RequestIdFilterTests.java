package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import dev.paystub.testing.Wire;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every response is marked as a sandbox's and carries the id of its request. */
@ServerTest
class RequestIdFilterTests {

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    private static String header(Reply reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/billing/balance",
                "/v1/organizations/list",
                "/sandbox/clock",
                "/stripe/v1/nothing",
                "/checkout/cs_test_nothing",
                "/v3/",
                "/livez",
                "/nowhere"
            })
    void everyAnswerIsMarked(String path) {
        var reply = caller.get(path);
        assertThat(header(reply, "Paystub")).startsWith("sandbox");
        assertThat(header(reply, "X-Request-Id")).hasSize(20);
        assertThat(header(caller.get(path), "X-Request-Id"))
                .isNotEqualTo(header(reply, "X-Request-Id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /billing/%00 HTTP/1.1",
                "GET /v1/%2e%2e/%00 HTTP/1.1",
                "GET /sandbox/%00 HTTP/1.1",
                "GET /\\ HTTP/1.1",
                "GET /billing/{x HTTP/1.1",
                "GET /billing/balance HTTP/9.9",
                "CONNECT localhost:80 HTTP/1.1",
                "B[]REW /billing/balance HTTP/1.1"
            })
    void whatTheContainerRefusesIsMarkedToo(String requestLine) {
        var reply = Wire.send(caller, requestLine, "Host: localhost", "X-Request-Id: mine-1");
        assertThat(reply.body()).containsAnyOf("\"error\"", "\"status\":4");
        assertThat(header(reply, "Paystub")).startsWith("sandbox");
        assertThat(header(reply, "X-Request-Id")).matches("mine-1|.{20}");
    }

    @Test
    void aPageMayReadWhatTheContainerRefusedOfAnApi() {
        for (var path : List.of("/billing/%00", "/v1/%00", "/stripe/v1/%00")) {
            var reply =
                    Wire.send(
                            caller,
                            "GET " + path + " HTTP/1.1",
                            "Host: localhost",
                            "Origin: https://shop.example");
            assertThat(header(reply, "Access-Control-Allow-Origin"))
                    .as(path)
                    .isEqualTo("https://shop.example");
        }
        var ofTheSandbox =
                Wire.send(
                        caller,
                        "GET /sandbox/%00 HTTP/1.1",
                        "Host: localhost",
                        "Origin: https://shop.example");
        assertThat(header(ofTheSandbox, "Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void callersOwnIdIsKeptWhenItIsOne() {
        assertThat(header(withId("order-7.retry:1"), "X-Request-Id")).isEqualTo("order-7.retry:1");
        assertThat(header(withId("a b"), "X-Request-Id")).hasSize(20);
        assertThat(header(withId("x".repeat(129)), "X-Request-Id")).hasSize(20);
    }

    private Reply withId(String id) {
        return Caller.send(caller.request("/livez").header("X-Request-Id", id).build());
    }
}
