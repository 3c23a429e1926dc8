package dev.paystub.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.FileSource;
import au.com.dius.pact.provider.ConsumerInfo;
import au.com.dius.pact.provider.ProviderInfo;
import au.com.dius.pact.provider.ProviderVerifier;
import au.com.dius.pact.provider.VerificationResult;
import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerTest;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hc.core5.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pact's verifier finds all provider states that a consumer asks for. */
@ServerTest
class PactVerificationTests {

    private static final File PACT = new File("src/test/resources/pacts/shop-paystub.json");

    @LocalServerPort private int port;

    /** Returns a filter that adds the key to a request. */
    private static Consumer<HttpRequest> sending(String key) {
        return request -> {
            request.setHeader("X-API-Key", key);
            request.setHeader("Authorization", "Bearer " + key);
        };
    }

    private ProviderInfo provider(boolean body) throws MalformedURLException {
        var provider = new ProviderInfo("paystub");
        provider.setPort(port);
        provider.setStateChangeUrl(
                URI.create("http://localhost:" + port + "/sandbox/provider-states").toURL());
        provider.setStateChangeUsesBody(body);
        provider.setStateChangeTeardown(true);
        var consumer = new ConsumerInfo("shop");
        consumer.setPactSource(new FileSource(PACT));
        provider.setConsumers(List.of(consumer));
        return provider;
    }

    private static void verifies(ProviderInfo provider) {
        var verifier = new ProviderVerifier();
        verifier.setProjectHasProperty(name -> false);
        verifier.setProjectGetProperty(name -> null);
        var results = verifier.verifyProvider(provider);
        assertThat(results)
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result).isInstanceOf(VerificationResult.Ok.class));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void withAKeyOfItsOwn(boolean body) throws MalformedURLException {
        var caller = Caller.fresh(port);
        var provider = provider(body);
        provider.setRequestFilter(sending(caller.key()));
        // as text, which is the form in the plugins of Maven and Gradle
        provider.setStateChangeRequestFilter(
                "request.setHeader('X-API-Key', '%s')".formatted(caller.key()));
        verifies(provider);
        assertThat(caller.get("/billing/invoices").<List<Integer>>at("$.invoices[*].id"))
                .as("torn down")
                .containsExactlyInAnyOrder(34, 41, 70, 71);
    }

    @Test
    void withoutAKeyForItsStateChanges() throws MalformedURLException {
        var provider = provider(true);
        provider.setRequestFilter(sending("sandbox"));
        verifies(provider);
    }

    @Test
    void contractHasWhatTheTestMeans() {
        var pact = DefaultPactReader.INSTANCE.loadPact(PACT);
        assertThat(pact.getInteractions()).hasSize(6);
    }
}
