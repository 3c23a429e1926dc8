package dev.paystub.webhook;

import dev.paystub.account.RealTime;
import dev.paystub.kernel.OwnDelivery;
import dev.paystub.webhook.Attempt.Outcome;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes one attempt of a delivery: within the time limit, to addresses that the guard has checked,
 * without following redirects, and reading a limited part of the response.
 */
@Component
class Sender {

    private static final int MOST_CONNECTIONS = 1000;

    /** The number of bytes of a response's body that are read and kept. */
    static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_HEADER_CHARACTERS = 8 * 1024;
    private static final int LONGEST_ERROR = 400;

    private final OutboundGuard guard;
    private final WebhookProperties properties;
    private final RealTime time;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("webhook-timeouts").factory());

    Sender(OutboundGuard guard, WebhookProperties properties, RealTime time) {
        this.guard = guard;
        this.properties = properties;
        this.time = time;
        this.client = client(guard, Timeout.of(properties.timeout()));
    }

    /**
     * The guard resolves names for the connection itself, so that no second resolution can lead
     * elsewhere. Redirects, retries, cookies, decompression and cached credentials are disabled: an
     * attempt is exactly one request.
     */
    private static CloseableHttpClient client(OutboundGuard guard, Timeout timeout) {
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(
                                new DnsResolver() {
                                    @Override
                                    public InetAddress[] resolve(String host)
                                            throws UnknownHostException {
                                        return guard.resolve(host);
                                    }

                                    @Override
                                    public String resolveCanonicalHostname(String host) {
                                        return host;
                                    }
                                })
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(timeout)
                                        .setSocketTimeout(timeout)
                                        .build())
                        .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(timeout).build())
                        .build();
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(timeout)
                                .setResponseTimeout(timeout)
                                .build())
                .setUserAgent(OwnDelivery.USER_AGENT)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    @PreDestroy
    void close() throws IOException {
        watch.shutdownNow();
        client.close();
    }

    Outcome send(OutboundMessage outgoing) {
        var headers = Signature.headers(outgoing, time.instant());
        var attempt = new Exchange(outgoing, headers);
        var stopwatch = time.start();
        var alarm =
                watch.schedule(
                        attempt::cancel, properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            attempt.run();
        } finally {
            alarm.cancel(false);
        }
        return attempt.outcome(stopwatch);
    }

    /** One attempt in progress. */
    private final class Exchange {

        private final Map<String, String> headers;
        private final String body;
        private String url;
        private @Nullable Integer status;
        private String responseHeaders = "";
        private String responseBody = "";
        private @Nullable String error;
        private volatile boolean late;
        private volatile @Nullable HttpPost request;

        Exchange(OutboundMessage outgoing, Map<String, String> headers) {
            this.headers = headers;
            this.body = outgoing.sentBody();
            this.url = outgoing.url();
        }

        void cancel() {
            late = true;
            var present = request;
            if (present != null) {
                present.cancel();
            }
        }

        void run() {
            try {
                var target = guard.parse(url);
                guard.check(target);
                url = target.toString();
                post(target);
            } catch (IOException | RuntimeException e) {
                // Failures of a receiver belong in the delivery log, not in the server's log.
                error = late ? tooLate() : describe(e);
            }
        }

        private String tooLate() {
            return "No complete answer within %d ms".formatted(properties.timeout().toMillis());
        }

        private String describe(Exception e) {
            var reason =
                    e instanceof OutboundGuard.Forbidden
                            ? String.valueOf(e.getMessage())
                            : "%s: %s".formatted(e.getClass().getSimpleName(), e.getMessage());
            return cut(clean(reason), LONGEST_ERROR);
        }

        private void post(URI target) throws IOException {
            var post = new HttpPost(target);
            headers.forEach(post::setHeader);
            post.setHeader(OwnDelivery.HEADER, "true");
            post.setEntity(
                    new ByteArrayEntity(
                            body.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
            request = post;
            if (late) {
                throw new IOException(tooLate());
            }
            var host = new HttpHost(target.getScheme(), target.getHost(), target.getPort());
            try (var response = client.executeOpen(host, post, null)) {
                status = response.getCode();
                responseHeaders = cut(text(response.getHeaders()), MOST_HEADER_CHARACTERS);
                responseBody = read(response);
                if (isRedirect(response.getCode())) {
                    error = "A redirect is not followed; register the address it leads to";
                }
            }
        }

        Outcome outcome(RealTime.Stopwatch stopwatch) {
            var sent =
                    headers.entrySet().stream()
                            .map(header -> header.getKey() + ": " + header.getValue())
                            .collect(Collectors.joining("\n"));
            return new Outcome(
                    cut(url, OutboundGuard.LONGEST),
                    "Content-Type: application/json; charset=UTF-8\n" + sent,
                    body.length(),
                    status,
                    responseHeaders,
                    responseBody,
                    error,
                    stopwatch.elapsed());
        }
    }

    private static boolean isRedirect(int status) {
        return status >= HttpStatus.SC_MULTIPLE_CHOICES
                && status < HttpStatus.SC_BAD_REQUEST
                && status != HttpStatus.SC_NOT_MODIFIED;
    }

    private static String read(ClassicHttpResponse response) throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        var content = entity.getContent();
        return clean(new String(content.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
    }

    private static String text(Header... headers) {
        return Arrays.stream(headers)
                .map(header -> header.getName() + ": " + clean(String.valueOf(header.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** Removes the characters that a database cannot store as text. */
    private static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
