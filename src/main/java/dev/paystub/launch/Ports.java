package dev.paystub.launch;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The port of a server that is started with these variables. */
final class Ports {

    static final String STANDARD = "8080";

    /**
     * The values that Kubernetes gives {@code PAYSTUB_PORT} in a namespace with a service called
     * paystub.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private Ports() {}

    static boolean isServiceLink(String value) {
        return SERVICE_LINK.matcher(value).matches();
    }

    static boolean isPort(String text) {
        return NUMBER.matcher(text).matches() && Integer.parseInt(text) <= 65_535;
    }

    static String named(Map<String, String> environment) {
        for (var name : List.of("PAYSTUB_PORT", "PORT")) {
            var value = environment.getOrDefault(name, "").strip();
            if (isPort(value)) {
                return value;
            }
        }
        return STANDARD;
    }
}
