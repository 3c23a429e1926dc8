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
 * The host names under which this server may be called. A web page could point a host name of its
 * own at this server (DNS rebinding), so a request must use a name that no page can have, or one
 * that {@code PAYSTUB_ALLOWED_HOSTS} lists.
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

    /** Read only when no other rule accepts a name, because it may take a DNS look-up. */
    private static Set<String> namesOfTheMachine() {
        var names = new TreeSet<String>();
        try {
            var own = InetAddress.getLocalHost();
            names.add(plain(own.getHostName()));
            names.add(plain(own.getCanonicalHostName()));
        } catch (UnknownHostException e) {
            names.add("localhost"); // the machine's own name cannot be resolved
        }
        return names;
    }

    /**
     * Returns every name of this server in a request, including names that a proxy has forwarded.
     */
    public static Stream<String> of(HttpServletRequest request) {
        return forwarded(asSent(request), FORWARDED_HOST, "Host", "X-Forwarded-Host")
                .map(host -> plain(withoutPort(host)));
    }

    /**
     * Returns all values of headers with lists, and those of a parameter of {@code Forwarded}.
     *
     * @param parameter finds the parameter; its first group is the value
     */
    public static Stream<String> forwarded(
            HttpServletRequest asSent, Pattern parameter, String... headers) {
        var plain =
                Stream.of(headers)
                        .flatMap(name -> values(asSent, name))
                        .flatMap(value -> Stream.of(value.split(",", -1)));
        var standard =
                values(asSent, "Forwarded")
                        .flatMap(value ->
                                parameter.matcher(value).results().map(found -> found.group(1)));
        return Stream.concat(plain, standard).map(String::strip);
    }

    /**
     * Returns the request without any wrapper, so that forwarding headers have not been applied.
     */
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

    /**
     * Returns the first name in a request that a web page could have pointed here, if there is one.
     */
    Optional<String> foreign(HttpServletRequest request) {
        return of(request).filter(name -> !isOurs(name)).findFirst();
    }

    /**
     * Accepts names that no web page on another machine can have: IP addresses, names of this
     * machine, and names that public name servers do not know, which are single words and names
     * that end in {@code .localhost} or {@code .internal}.
     */
    private boolean isOurs(String name) {
        return isListed(name)
                || isWord(name)
                || isAddress(name)
                || name.endsWith(".localhost")
                || name.endsWith(".internal")
                || machine.obtain().contains(name);
    }

    /** Returns whether {@code PAYSTUB_ALLOWED_HOSTS} or the public URL contains a name. */
    public boolean isListed(String name) {
        return (!name.isEmpty() && name.equals(plain(publicUrl.host())))
                || rules.stream()
                        .anyMatch(rule ->
                                rule.equals("*")
                                        || (rule.startsWith("*.")
                                                ? name.endsWith(rule.substring(1))
                                                : name.equals(rule)));
    }

    /** Matches {@code localhost}, a container, and a service of Docker Compose. */
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
