package dev.paystub.journey;

import dev.paystub.testing.Caller;
import dev.paystub.testing.OnH2;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@OnH2
@TestPropertySource(properties = "paystub.admin-token=s3cret")
class AdminTokenTests {

    @LocalServerPort private int port;

    @Test
    void operatorRoutesWantTheToken() {
        var caller = Caller.fresh(port);
        Caller.send(caller.request("/sandbox/accounts").build()).expect(401);
        caller.get("/sandbox/accounts").expect(401); // with an account's key
        Caller.send(
                        caller.request("/sandbox/accounts")
                                .header("Authorization", "Bearer s3cret")
                                .build())
                .expect(200);
    }
}
