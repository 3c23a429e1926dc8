package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.Container;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * What Tomcat itself refuses, before any filter sees it (a path with {@code %00}, say), is answered
 * in the dialect of its path too, and not with Tomcat's own page.
 */
@Component
class ContainerErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final Dialects dialects;

    ContainerErrors(Dialects dialects) {
        this.dialects = dialects;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            Container host = context.getParent();
            if (host instanceof StandardHost standardHost) {
                // replaces the class that the host would add when it starts
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
            var path = request.getRequestURI();
            var failure =
                    switch (Kind.ofStatus(status)) {
                        case INTERNAL -> Failure.INTERNAL;
                        case INVALID -> OddRequests.FAILURE;
                        case NO_SUCH_ROUTE ->
                                new Failure(Kind.NO_SUCH_ROUTE, "There is no such path");
                        default -> new Failure(Kind.ofStatus(status), "HTTP status " + status);
                    };
            try {
                dialects.write(path == null ? "/" : path, response.getResponse(), failure);
                response.finishResponse();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
