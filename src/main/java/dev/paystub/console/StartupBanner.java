package dev.paystub.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints the server's address, key and first requests to try, once it accepts requests. */
@Component
class StartupBanner {

    private static final Logger LOG = LoggerFactory.getLogger(StartupBanner.class);

    private final String publicUrl;
    private final String key;
    private final boolean inWords;

    StartupBanner(
            @Value("${paystub.public-url}") String publicUrl,
            @Value("${paystub.accounts.default-key}") String key,
            @Value("${paystub.log.format}") String logFormat) {
        this.publicUrl = publicUrl;
        this.key = key;
        this.inWords = logFormat.isEmpty() || logFormat.equalsIgnoreCase("text");
    }

    @EventListener
    void greet(ApplicationReadyEvent ready) {
        if (ready.getApplicationContext() instanceof WebServerApplicationContext context) {
            var server = context.getWebServer();
            if (server != null) {
                greet("http://localhost:" + server.getPort());
            }
        }
    }

    @SuppressWarnings("SystemOut") // for a person at the terminal, not for a log
    private void greet(String local) {
        var url = publicUrl.isEmpty() ? local : publicUrl;
        if (inWords) {
            System.out.print(text(url));
        } else {
            // another log format is read by a program, line by line
            LOG.info("Paystub is ready: {}", url);
        }
    }

    private String text(String url) {
        return """

        Paystub is ready: %1$s   (sandbox only: no real card, no real coin, no real money)
        Key: %2$s              X-API-Key for PureGPU, Authorization: Bearer for Cloud Plans; any other key is a world of its own

          curl %1$s/billing/invoices -H 'X-API-Key: %2$s'
          curl %1$s/billing/crypto/payments -H 'X-API-Key: %2$s' -H 'Content-Type: application/json' -d '{"invoice_id": 34, "currency": "BTC"}'
          curl %1$s/sandbox/clock/advance -H 'X-API-Key: %2$s' -H 'Content-Type: application/json' -d '{"by": "PT15S"}'

        Console: %1$s/console/
        Demo:    %1$s/demo/
        Docs:    %1$s/docs

        """
                .formatted(url, key);
    }
}
