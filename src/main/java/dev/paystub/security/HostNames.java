package dev.paystub.security;

import dev.paystub.http.PublicUrl;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * By which names this server may be called where a web page must not lead a name of its own to it
 * (DNS rebinding): those that no page can have, and those that {@code PAYSTUB_ALLOWED_HOSTS} lists.
 */
@Component
public class HostNames {

    private static final Pattern RULE =
            Pattern.compile("\\*|(\\*\\.)?[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,30}\\.?");

    private static final Pattern FORWARDED_HOST =
            Pattern.compile("(?i)(?:^|[;,\\s])host=\"?([^\";,]++)");

    private final List<String> rules;
    private final PublicUrl publicUrl;
    private final SingletonSupplier<Set<String>> machine =
            SingletonSupplier.of(HostNames::namesOfTheMachine);

    HostNames(@Value("${paystub.allowed-hosts}") List<String> allowed, PublicUrl publicUrl) {
        this.rules =
                allowed.stream()
                        .map(String::strip)
                        .filter(rule -> !rule.isEmpty())
                        .map(HostNames::rule)
                        .toList();
        this.publicUrl = publicUrl;
    }

    private static String rule(String text) {
        if (!RULE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "PAYSTUB_ALLOWED_HOSTS: '%s' is no host such as paystub.example, no *.pattern and not *"
                            .formatted(text));
        }
        return plain(text);
    }

    /** Asked when a name is none of the others, since the answer may take a look-up. */
    private static Set<String> namesOfTheMachine() {
        var names = new TreeSet<String>();
        try {
            var own = InetAddress.getLocalHost();
            names.add(plain(own.getHostName()));
            names.add(plain(own.getCanonicalHostName()));
        } catch (UnknownHostException e) {
            names.add("localhost"); // a machine without a name
        }
        return names;
    }

    /** Every name by which a request says that the server is called, a proxy's included. */
    public static Stream<String> of(HttpServletRequest request) {
        var asSent = asSent(request);
        var plain =
                Stream.of("Host", "X-Forwarded-Host")
                        .flatMap(name -> values(asSent, name))
                        .flatMap(value -> Stream.of(value.split(",", -1)));
        var standard =
                values(asSent, "Forwarded")
                        .flatMap(value ->
                                FORWARDED_HOST
                                        .matcher(value)
                                        .results()
                                        .map(found -> found.group(1)));
        return Stream.concat(plain, standard).map(host -> plain(withoutPort(host.strip())));
    }

    /** The request as it came in, before a forwarding header told it anything. */
    public static HttpServletRequest asSent(HttpServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner instanceof HttpServletRequest plain ? plain : request;
    }

    private static Stream<String> values(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name)).stream();
    }

    public static String withoutPort(String host) {
        if (host.startsWith("[")) {
            var end = host.indexOf(']');
            return end < 0 ? host : host.substring(1, end);
        }
        var colon = host.indexOf(':');
        return colon >= 0 && colon == host.lastIndexOf(':') ? host.substring(0, colon) : host;
    }

    private static String plain(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The first name of a request that a web page could have led here, if there is one. */
    Optional<String> foreign(HttpServletRequest request) {
        return of(request).filter(name -> !isOurs(name)).findFirst();
    }

    /**
     * No page has an address for a name that is not this machine's; no page's name is a single word
     * or ends in {@code .internal}, which public name servers do not know.
     */
    private boolean isOurs(String name) {
        return isListed(name)
                || isWord(name)
                || isAddress(name)
                || name.endsWith(".localhost")
                || name.endsWith(".internal")
                || machine.obtain().contains(name);
    }

    /** Whether the operator has named it, by {@code PAYSTUB_ALLOWED_HOSTS} or the public URL. */
    public boolean isListed(String name) {
        return (!name.isEmpty() && name.equals(plain(publicUrl.host())))
                || rules.stream()
                        .anyMatch(rule ->
                                rule.equals("*")
                                        || (rule.startsWith("*.")
                                                ? name.endsWith(rule.substring(1))
                                                : name.equals(rule)));
    }

    /** {@code localhost}, a container, a service of compose. */
    private static boolean isWord(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(letter ->
                                (letter >= 'a' && letter <= 'z')
                                        || (letter >= '0' && letter <= '9')
                                        || letter == '-'
                                        || letter == '_');
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
