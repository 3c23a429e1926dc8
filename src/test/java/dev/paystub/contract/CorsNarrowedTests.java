package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ConfiguredServerTest;
import dev.paystub.testing.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** PAYSTUB_CORS_ALLOWED_ORIGINS restricts the origins whose pages may call the APIs. */
@ConfiguredServerTest
class CorsNarrowedTests {

    @LocalServerPort private int port;

    @Test
    void namedOriginsAreLetIn() {
        for (var origin : List.of("https://shop.example", "https://a.trusted.example")) {
            for (var path : List.of("/billing/balance", "/v1/organizations/list")) {
                assertThat(allowed(preflight(path, origin).expect(200))).containsExactly(origin);
                assertThat(allowed(get(path, origin).expect(200))).containsExactly(origin);
            }
        }
    }

    @Test
    void otherOriginsAreNot() {
        for (var origin : List.of("https://other.example", "http://shop.example", "null")) {
            for (var path : List.of("/billing/balance", "/v1/organizations/list")) {
                assertThat(allowed(preflight(path, origin).expect(403))).isEmpty();
                assertThat(allowed(get(path, origin))).isEmpty();
            }
        }
    }

    @Test
    void requestThatNamesNoOriginIsAnsweredAsEver() {
        Caller.fresh(port).get("/billing/balance").succeeds();
    }

    private static List<String> allowed(Reply reply) {
        return reply.headers().allValues("Access-Control-Allow-Origin");
    }

    private Reply preflight(String path, String origin) {
        return Caller.send(
                Caller.fresh(port)
                        .request(path)
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "X-API-Key")
                        .build());
    }

    private Reply get(String path, String origin) {
        var caller = Caller.fresh(port);
        return Caller.send(
                caller.request(path)
                        .header("Origin", origin)
                        .header("X-API-Key", caller.key())
                        .header("Authorization", "Bearer " + caller.key())
                        .build());
    }
}
