package dev.paystub.http.connection;

import java.nio.charset.StandardCharsets;
import org.apache.coyote.Adapter;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * Tomcat's HTTP/1.1, which also accepts host names with underscores. Docker Compose gives services
 * and containers such names, and callers send them as {@code Host}. Tomcat refuses such a request
 * before any valve or filter runs.
 */
public class UnderscoreHosts extends Http11Processor {

    public UnderscoreHosts(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
        super(protocol, adapter);
    }

    @Override
    protected void parseHost(MessageBytes host) {
        var sent = host == null || host.isNull() ? "" : host.toString();
        if (sent.indexOf('_') < 0) {
            super.parseHost(host);
            return;
        }
        // every other rule of Tomcat for host names still applies
        var letters = sent.replace('_', 'x').getBytes(StandardCharsets.ISO_8859_1);
        var plain = MessageBytes.newInstance();
        plain.setBytes(letters, 0, letters.length);
        super.parseHost(plain);
        if (!getErrorState().isError()) {
            var name = request.serverName();
            name.setString(sent.substring(0, name.getLength()));
        }
    }
}
