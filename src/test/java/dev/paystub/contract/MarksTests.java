package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.OnH2;
import dev.paystub.testing.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every answer says that it comes from a sandbox, and which request it answers. */
@OnH2
class MarksTests {

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
