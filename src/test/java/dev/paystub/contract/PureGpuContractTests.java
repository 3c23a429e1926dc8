package dev.paystub.contract;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Curl;
import dev.paystub.testing.OnH2;
import dev.paystub.testing.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every curl command of the PureGPU billing document, pasted, with the document's answer. */
@OnH2
class PureGpuContractTests {

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    private Reply curl(String command) {
        return Curl.run(caller, command);
    }

    @Test
    void listCards() {
        curl("""
        curl -G https://api.puregpu.com/billing/stripe/cards \\
          -H "X-API-Key: {token}"
        """)
                .expect(200)
                .isExactly(
                        """
                        {
                            "result": "success",
                            "payment_methods": [
                                {
                                    "id": 15,
                                    "type": "RemoteCreditCard",
                                    "description": "STRIPE CARD",
                                    "gateway_name": "stripe",
                                    "contact_type": "Client",
                                    "contact_id": 2,
                                    "card_last_four": "4242",
                                    "expiry_date": "01/30",
                                    "start_date": "",
                                    "issue_number": "",
                                    "card_type": "Visa",
                                    "remote_token": "{\\"customer\\":\\"cus_Pil9K60xftjZ88\\",\\"method\\":\\"pm_1P6wzCFTTwwr4vA7vu6Rb5Iz\\"}",
                                    "last_updated": "04/18/2024 13:49"
                                }
                            ]
                        }
                        """);
    }
}
