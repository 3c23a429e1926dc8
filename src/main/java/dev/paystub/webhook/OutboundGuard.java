package dev.paystub.webhook;

import dev.paystub.kernel.DomainException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Decides which addresses webhooks may use. Link-local addresses and cloud metadata services are
 * always forbidden, in any spelling, by any host name and after any redirect. An operator can
 * restrict webhooks to a list. Without that list, local and private networks are allowed, for
 * developers' own machines.
 */
@Component
class OutboundGuard {

    static final int LONGEST = 2048;

    private static final Pattern IPV4 =
            Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    /**
     * Forms that some resolvers accept as an IPv4 address: one to four numbers, decimal, octal or
     * hexadecimal.
     */
    private static final Pattern NUMERIC =
            Pattern.compile("(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))*+");

    private static final Set<String> METADATA_HOSTS =
            Set.of(
                    "metadata",
                    "metadata.google.internal",
                    "metadata.goog",
                    "metadata.tencentyun.com",
                    "metadata.packet.net",
                    "instance-data",
                    "instance-data.ec2.internal");

    /** Metadata services outside the link-local 169.254.0.0/16. */
    private static final List<CidrBlock> METADATA =
            Stream.of("fd00:ec2::/32", "100.100.100.200", "168.63.129.16", "192.0.0.192")
                    .map(CidrBlock::of)
                    .toList();

    /** IPv6 blocks whose last four bytes are an IPv4 address. */
    private static final List<CidrBlock> WRAPPING =
            Stream.of("::/96", "::ffff:0:0:0/96", "64:ff9b::/96").map(CidrBlock::of).toList();

    /**
     * Blocks that reach an IPv4 address not visible in the address (6to4, Teredo, local-use NAT64),
     * and the deprecated site-local block.
     */
    private static final List<CidrBlock> TUNNELS =
            Stream.of("2002::/16", "192.88.99.0/24", "2001::/32", "64:ff9b:1::/48", "fec0::/10")
                    .map(CidrBlock::of)
                    .toList();

    /**
     * Blocks that IANA's special-purpose registries assign to no host: documentation, benchmarks,
     * protocols, identifiers, discard and reserved blocks. An operator can allow one of them by
     * listing it.
     */
    private static final List<CidrBlock> SPECIAL =
            Stream.of(
                            "0.0.0.0/8",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "240.0.0.0/4",
                            "100::/64",
                            "100:0:0:1::/64",
                            "2001::/23",
                            "2001:db8::/32",
                            "3fff::/20",
                            "5f00::/16")
                    .map(CidrBlock::of)
                    .toList();

    private static final CidrBlock SIX_TO_FOUR = CidrBlock.of("2002::/16");

    private final Names names;
    private final List<String> hosts;
    private final List<CidrBlock> networks;

    /** Resolves host names. */
    @FunctionalInterface
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** The address must not be used. */
    static final class Forbidden extends UnknownHostException {
        private static final long serialVersionUID = 1;

        Forbidden(String message) {
            super(message);
        }
    }

    @Autowired
    OutboundGuard(WebhookProperties properties) {
        this(InetAddress::getAllByName, properties.allow());
    }

    OutboundGuard(Names names, List<String> allowed) {
        this.names = names;
        var rules = allowed.stream().map(String::strip).filter(rule -> !rule.isEmpty()).toList();
        this.networks = rules.stream().filter(CidrBlock::isOne).map(CidrBlock::of).toList();
        this.hosts =
                rules.stream()
                        .filter(rule -> !CidrBlock.isOne(rule))
                        .map(OutboundGuard::hostPattern)
                        .toList();
    }

    private static String hostPattern(String rule) {
        if (!rule.matches("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?")) {
            throw new IllegalArgumentException(
                    "PAYSTUB_WEBHOOKS_ALLOW: '%s' is no host, no *.pattern and no network"
                            .formatted(rule));
        }
        return rule.toLowerCase(Locale.ROOT);
    }

    /**
     * Checks the address of a new endpoint.
     *
     * @throws DomainException.Invalid when it is malformed or forbidden
     */
    void requireAllowed(String url) {
        try {
            var host = check(parse(url));
            if (isLiteral(host)) {
                resolve(host);
            }
        } catch (Forbidden e) {
            throw new DomainException.Invalid(String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            throw new DomainException.Invalid("url has a host that is no address: " + url);
        }
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || IPV4.matcher(host).matches();
    }

    /** Parses an address. */
    URI parse(String url) throws Forbidden {
        try {
            if (url.length() > LONGEST) {
                throw new Forbidden("url is longer than %d characters".formatted(LONGEST));
            }
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new Forbidden("url must be an address such as https://shop.example/webhooks");
        }
    }

    /** Checks an address before its host is resolved. Returns the host. */
    String check(URI url) throws Forbidden {
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Forbidden("url must begin with http:// or https://");
        }
        if (url.getRawUserInfo() != null) {
            throw new Forbidden("url must not have a user in it");
        }
        var host = url.getHost();
        if (host == null || url.getPort() == 0 || url.getPort() > 65_535) {
            throw new Forbidden("url has no proper host and port");
        }
        var name = plain(host);
        if (NUMERIC.matcher(name).matches() && !IPV4.matcher(name).matches()) {
            throw new Forbidden("url has a number for a host: write it as four, such as 127.0.0.1");
        }
        if (METADATA_HOSTS.contains(name)) {
            throw new Forbidden("%s is a metadata service: nothing is sent there".formatted(host));
        }
        if (isLimited() && networks.isEmpty() && !isAllowedHost(name)) {
            throw notAllowed(host);
        }
        return host;
    }

    private static String plain(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private boolean isLimited() {
        return !hosts.isEmpty() || !networks.isEmpty();
    }

    private boolean isAllowedHost(String name) {
        return hosts.stream()
                .anyMatch(rule ->
                        rule.startsWith("*.")
                                ? name.endsWith(rule.substring(1))
                                : name.equals(rule));
    }

    private static Forbidden notAllowed(String host) {
        return new Forbidden("%s is not in PAYSTUB_WEBHOOKS_ALLOW".formatted(host));
    }

    /**
     * Resolves a host and checks every address. The caller must connect to these addresses: a
     * second resolution could return others.
     */
    InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = names.resolve(host);
        for (var address : addresses) {
            if (isForbidden(address)) {
                throw new Forbidden(
                        "%s is link-local or a metadata service (%s): nothing is sent there"
                                .formatted(host, address.getHostAddress()));
            }
            if (isSpecial(address)) {
                throw new Forbidden(
                        "%s is no host's address, but one of a tunnel, of documentation or the like (%s): nothing is sent there"
                                .formatted(host, address.getHostAddress()));
            }
            if (isLimited() && !isAllowedHost(plain(host)) && !isIn(networks, address)) {
                throw notAllowed(host);
            }
        }
        return addresses;
    }

    private static boolean isForbidden(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || isIn(METADATA, address)
                || inside(address).filter(OutboundGuard::isForbidden).isPresent();
    }

    private boolean isSpecial(InetAddress address) {
        return isIn(TUNNELS, address)
                || (isIn(SPECIAL, address) && !isIn(networks, address))
                || inside(address).filter(this::isSpecial).isPresent();
    }

    private static boolean isIn(List<CidrBlock> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * Returns the IPv4 address inside an IPv6 address that is mapped, compatible, translated or
     * tunnelled.
     */
    private static Optional<InetAddress> inside(InetAddress address) {
        var bytes = address.getAddress();
        if (isIn(WRAPPING, address) && !address.isLoopbackAddress()) {
            return Optional.of(ipv4(bytes, 12));
        }
        return SIX_TO_FOUR.contains(address) ? Optional.of(ipv4(bytes, 2)) : Optional.empty();
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
