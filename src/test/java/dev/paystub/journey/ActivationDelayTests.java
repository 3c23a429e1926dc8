package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ConfiguredServerTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A subscription that starts some time after its checkout, as it would with Stripe's webhook. */
@ConfiguredServerTest
class ActivationDelayTests {

    private static final String BILLING = "/v1/organizations/billing";
    private static final String LATEST = "/sandbox/checkouts/latest";

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void completedCheckout() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
        open();
        caller.post(LATEST + "/complete").expect(200);
    }

    private void open() {
        caller.post(BILLING + "/update?action=getpaymentlink&org_id=1002&quantity=10").expect(200);
    }

    private String plan() {
        return caller.get(BILLING + "/describe?org_id=1002")
                .expect(200)
                .at("$.response.subscription.plan");
    }

    @Test
    void subscriptionStartsWhenTheDelayIsOver() {
        assertThat(caller.get(LATEST).<String>at("$.status")).isEqualTo("complete");
        caller.advance("PT89.999S");
        assertThat(plan()).isEqualTo("free");
        assertThat(caller.advance("PT0.001S").<List<String>>at("$.effects[*].what"))
                .contains("subscription.created");
        assertThat(plan()).isEqualTo("resource-based");
    }

    @Test
    void onlyTheFirstOfTwoCheckoutsSubscribes() {
        open();
        caller.post(LATEST + "/complete").expect(200);

        var effects = caller.advance("PT90S");

        assertThat(effects.<List<String>>at("$.effects[*].what"))
                .containsOnlyOnce("subscription.created")
                .contains("checkout.session.async_payment_failed");
        assertThat(plan()).isEqualTo("resource-based");
        caller.advance("P1M");
    }

    @Test
    void changedCardIsThereAtOnce() {
        caller.advance("PT90S");
        caller.post(BILLING + "/update?action=getupdatecardlink&org_id=1002").expect(200);
        caller.post(LATEST + "/complete", "{\"exp_month\": 7, \"exp_year\": 2029}").expect(200);
        assertThat(
                        caller.get(BILLING + "/describe?org_id=1002")
                                .<String>at("$.response.subscription.payment_exp"))
                .isEqualTo("07/2029");
    }
}
