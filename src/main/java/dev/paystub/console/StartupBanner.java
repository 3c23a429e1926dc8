package dev.paystub.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Prints the addresses of the console, the demo and the documents, and a first request to try, once
 * the server accepts requests.
 */
@Component
class StartupBanner {

    private static final Logger LOG = LoggerFactory.getLogger(StartupBanner.class);

    /** Addresses of a server that listens on every network interface. */
    private static final Set<String> ANY_ADDRESS = Set.of("", "0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final String publicUrl;
    private final String key;
    private final String address;
    private final String contextPath;
    private final boolean inWords;

    StartupBanner(
            @Value("${paystub.public-url}") String publicUrl,
            @Value("${paystub.accounts.default-key}") String key,
            @Value("${server.address:}") String address,
            @Value("${server.servlet.context-path:}") String contextPath,
            @Value("${paystub.log.format}") String logFormat) {
        this.publicUrl = publicUrl;
        this.key = key;
        this.address = address;
        this.contextPath = contextPath;
        this.inWords = logFormat.isEmpty() || logFormat.equalsIgnoreCase("text");
    }

    @EventListener
    void greet(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext context) {
            var server = context.getWebServer();
            if (server != null) {
                greet(local(server.getPort()));
            }
        }
    }

    /** Returns the address under which a person at this machine reaches the server. */
    String local(int port) {
        var host = ANY_ADDRESS.contains(address) ? "localhost" : address;
        return "http://%s:%d%s"
                .formatted(host.contains(":") ? "[" + host + "]" : host, port, contextPath);
    }

    @SuppressWarnings("SystemOut") // for a person at the terminal, not for a log
    private void greet(String local) {
        var url =
                publicUrl.isEmpty()
                        ? local
                        : publicUrl.endsWith("/")
                                ? publicUrl.substring(0, publicUrl.length() - 1)
                                : publicUrl;
        if (inWords) {
            System.out.print(text(url, key));
        } else {
            // another log format is read by a program, line by line
            LOG.info("Paystub is ready: {}", url);
        }
    }

    /** Returns the banner; the key stands behind {@code #}, where no server and no log sees it. */
    static String text(String url, String key) {
        return """

        Paystub is ready (sandbox only: no real card, no real coin, no real money)

          Console   %1$s/console/#/w/%3$s
          Demo      %1$s/demo/
          API docs  %1$s/docs

          curl %1$s/billing/invoices -H 'X-API-Key: %2$s'      any other key is a world of its own

        """
                .formatted(url, key, URLEncoder.encode(key, StandardCharsets.UTF_8));
    }
}
