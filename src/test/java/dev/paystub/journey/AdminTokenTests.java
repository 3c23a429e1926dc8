package dev.paystub.journey;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ConfiguredServerTest;
import dev.paystub.testing.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ConfiguredServerTest
class AdminTokenTests {

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    private Reply send(String path, String authorization) {
        return Caller.send(caller.request(path).header("Authorization", authorization).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sandbox/accounts", "/actuator/prometheus"})
    void operatorRoutesWantTheToken(String path) {
        Caller.send(caller.request(path).build()).expect(401);
        caller.get(path).expect(401); // with an account's key
        send(path, "Bearer s3cret").expect(200);
        send(path, "bearer s3cret").expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer ",
                "Bearer s3cre",
                "Bearer s3crets",
                "Bearer S3cret",
                "Bearer s3cret,s3cret",
                "Basic s3cret",
                "s3cret"
            })
    void onlyTheWholeTokenWillDo(String authorization) {
        send("/sandbox/accounts", authorization).expect(401);
    }

    @Test
    void withTheTokenAnyNameAndAnyProxyWillDo() {
        Caller.send(
                        caller.request("/sandbox/accounts")
                                .header("Authorization", "Bearer s3cret")
                                .header("X-Forwarded-For", "203.0.113.7")
                                .header("X-Forwarded-Host", "paystub.example")
                                .build())
                .expect(200);
    }

    @Test
    void healthAndInfoStayOpen() {
        Caller.send(caller.request("/actuator/health").build()).expect(200);
        Caller.send(caller.request("/actuator/info").build()).expect(200);
        Caller.send(caller.request("/readyz").build()).expect(200);
    }
}
