package dev.paystub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paystub.kernel.DomainException;
import dev.paystub.webhook.OutboundGuard.Forbidden;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundGuardTests {

    private static OutboundGuard guard(List<String> allowed, String... addresses) {
        return new OutboundGuard(
                host ->
                        addresses.length == 0
                                ? InetAddress.getAllByName(host)
                                : Arrays.stream(addresses)
                                        .map(InetAddress::ofLiteral)
                                        .toArray(InetAddress[]::new),
                allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "::ffff:169.254.169.254",
                "::a9fe:a9fe",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "100.100.100.200",
                "168.63.129.16",
                "224.0.0.1"
            })
    void nameThatLeadsToSuchAnAddressIsRefusedEvenBesideAGoodOne(String address) {
        assertThatThrownBy(() -> guard(List.of(), address).resolve("innocent.example"))
                .isInstanceOf(Forbidden.class)
                .hasMessageContaining("innocent.example");
        assertThatThrownBy(() -> guard(List.of(), "127.0.0.1", address).resolve("innocent.example"))
                .isInstanceOf(Forbidden.class);
    }

    /** The blocks of IANA's special-purpose registries that lead to no host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001::1",
                "2001:0:a9fe:a9fe::1",
                "2001:0:53aa:64c:0:fbff:a5a4:9be0",
                "64:ff9b:1::a9fe:a9fe",
                "64:ff9b:1:ffff::1",
                "64:ff9b::c000:201",
                "fec0::1",
                "feff::1",
                "2002:7f00:1::1",
                "2002:5db8:d822::1",
                "192.88.99.1",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "::c612:1",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "240.0.0.1",
                "255.255.255.255",
                "100::1",
                "100:0:0:1::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "3fff::1",
                "5f00::1",
                "ff02::1"
            })
    void addressOfATunnelOrOfNoHostIsRefused(String address) {
        assertThatThrownBy(() -> guard(List.of(), address).resolve("innocent.example"))
                .isInstanceOf(Forbidden.class)
                .hasMessageContaining("innocent.example");
        assertThatThrownBy(() -> guard(List.of(), "127.0.0.1", address).resolve("innocent.example"))
                .isInstanceOf(Forbidden.class);
    }

    @ParameterizedTest
    @CsvSource({
        "198.18.3.4, 198.18.0.0/15, true",
        "2001:db8::5, 2001:db8::/32, true",
        "2001:0:1::1, 2001::/32, false",
        "2002:5db8:d822::1, 2002::/16, false",
        "fec0::1, fec0::/10, false",
        "64:ff9b:1::1, 64:ff9b:1::/48, false"
    })
    void whoUsesASpecialNetworkListsItButNoTunnel(String address, String listed, boolean fine) {
        var guard = guard(List.of(listed), address);
        if (fine) {
            assertThatCode(() -> guard.resolve("any.example")).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> guard.resolve("any.example")).isInstanceOf(Forbidden.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100.64.0.1",
                "2620:4f:8000::1",
                "2606:4700::1111",
                "64:ff9b::5db8:d822",
                "127.0.0.1",
                "::1",
                "10.1.2.3",
                "192.168.0.7",
                "fd12::1",
                "93.184.216.34"
            })
    void oneselfOnesNetworkAndTheWorldAreFine(String address) throws Exception {
        assertThat(guard(List.of(), address).resolve("any.example"))
                .containsExactly(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000/hook?a=b",
                "https://example.com/",
                "http://host.docker.internal:8080",
                "http://[::1]:80/x",
                "http://10.0.0.1"
            })
    void ordinaryUrlsAreFine(String url) {
        assertThatCode(() -> guard(List.of()).requireAllowed(url)).doesNotThrowAnyException();
    }

    @Test
    void namesAreNotAskedForBeforeSomethingIsSent() {
        var guard =
                new OutboundGuard(
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        List.of());
        assertThatCode(() -> guard.requireAllowed("http://not-yet.example"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, 10.0.0.1, true",
        "EXAMPLE.com., 10.0.0.1, true",
        "hook.example.com, 10.0.0.1, false",
        "a.hooks.test, 10.0.0.1, true",
        "hooks.test, 10.0.0.1, false",
        "other.net, 192.168.3.4, true",
        "other.net, 192.169.3.4, false",
        "other.net, c0a8::1, false",
        "other.net, fd12::5, true",
        "other.net, 203.0.113.9, true",
        "other.net, 203.0.113.8, false",
        "example.com, 169.254.169.254, false"
    })
    void allowListLetsOnlyWhatItNames(String host, String address, boolean fine) {
        var guard =
                guard(
                        List.of(
                                "example.com",
                                "*.hooks.test",
                                "192.168.0.0/16",
                                "fd12::/16",
                                " 203.0.113.9"),
                        address);
        if (fine) {
            assertThatCode(() -> guard.resolve(host)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> guard.resolve(host)).isInstanceOf(Forbidden.class);
        }
    }

    @Test
    void listOfNamesIsLookedAtWhenAWebhookIsRegistered() {
        var guard = guard(List.of("*.example.com"));
        guard.requireAllowed("http://a.example.com");
        assertThatThrownBy(() -> guard.requireAllowed("http://example.org"))
                .isInstanceOf(DomainException.Invalid.class)
                .hasMessageContaining("PAYSTUB_WEBHOOKS_ALLOW");
        assertThatThrownBy(() -> guard.requireAllowed("http://127.0.0.1"))
                .isInstanceOf(DomainException.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x", "a b", "10.0.0.0/33", "*", "1.2.3.4/x", "*."})
    void badRuleIsNamed(String rule) {
        assertThatThrownBy(() -> guard(List.of(rule))).isInstanceOf(IllegalArgumentException.class);
    }
}
