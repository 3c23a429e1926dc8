package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.catalina.Container;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Reports errors that Tomcat finds before any filter runs, such as a path with {@code %00}, in the
 * error format of the path and not as Tomcat's own page.
 */
@Component
class ContainerErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final Pattern AFTER_METHOD = Pattern.compile("^\\s*\\S+ ([^\\s?]*)");

    private final ErrorFormats errorFormats;
    private final RequestIds ids;
    private final ObjectProvider<CrossOrigin> crossOrigin;

    ContainerErrors(
            ErrorFormats errorFormats, RequestIds ids, ObjectProvider<CrossOrigin> crossOrigin) {
        this.errorFormats = errorFormats;
        this.ids = ids;
        this.crossOrigin = crossOrigin;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            Container host = context.getParent();
            if (host instanceof StandardHost standardHost) {
                // replaces the class that the host would otherwise add when it starts
                standardHost.setErrorReportValveClass("");
                standardHost.getPipeline().addValve(new Valve());
            }
        });
    }

    private final class Valve extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, @Nullable Throwable thrown) {
            var status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                var path = pathOf(request);
                markAndAllow(path, request, response.getResponse());
                errorFormats.write(path, response.getResponse(), failure(status, request, path));
                response.finishResponse();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Sets the headers that the filters would have set. */
        private void markAndAllow(String path, Request request, HttpServletResponse response) {
            ids.mark(request.getHeader(RequestIds.HEADER), response);
            var origin = request.getHeader("Origin");
            if (origin != null
                    && errorFormats.isOfAnApi(path)
                    && response.getHeader("Access-Control-Allow-Origin") == null) {
                crossOrigin.getObject().allow(origin, response);
            }
        }

        private static ApiError failure(int status, Request request, String path) {
            if ("CONNECT".equals(request.getMethod())) {
                return MalformedRequests.wrongMethod("CONNECT");
            }
            return switch (status) {
                // 501 is an unknown transfer encoding, 505 an unsupported HTTP version
                case 400, 414, 431, 501, 505 ->
                        MalformedRequests.refused(status, head(request), request::getHeader);
                default ->
                        MalformedRequests.explain(Kind.ofStatus(status), request.getMethod(), path);
            };
        }

        /** Returns the path; if Tomcat could not parse it, the path from the bytes received. */
        private static String pathOf(Request request) {
            var uri = request.getRequestURI();
            return uri != null ? uri : pathAsSent(head(request));
        }

        private static String pathAsSent(String head) {
            var path = AFTER_METHOD.matcher(head);
            return path.find() ? path.group(1) : "/";
        }

        /** Returns the received part of the request, one character for each byte. */
        private static String head(Request request) {
            InputBuffer input = request.getCoyoteRequest().getInputBuffer();
            if (!(input instanceof ApplicationBufferHandler handler)) {
                return "";
            }
            var sent = handler.getByteBuffer().duplicate().position(0);
            var start = new byte[sent.limit()];
            sent.get(start);
            return new String(start, StandardCharsets.ISO_8859_1);
        }
    }
}
