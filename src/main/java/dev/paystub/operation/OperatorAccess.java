package dev.paystub.operation;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.BearerToken;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.GuardStep;
import dev.paystub.security.HostNames;
import dev.paystub.security.OwnNamesOnly;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Admits operators. An operator sends {@code PAYSTUB_ADMIN_TOKEN} as Bearer token; if none is set,
 * an operator calls from the machine itself, under one of the machine's own names. No header can
 * make a caller local, and neither can a host name that a web page has pointed here.
 */
@Component
class OperatorAccess extends GuardStep implements OperatorToken {

    /** A numeric address, so that parsing it needs no DNS look-up. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private static final Pattern FOR = Pattern.compile("(?i)(?:^|[;,\\s])for=\"?([^\";,]+)");

    private final HostNames names;
    private final String token;

    OperatorAccess(
            ErrorFormats errorFormats,
            HostNames names,
            @Value("${paystub.admin-token}") String token) {
        super(errorFormats);
        this.names = names;
        this.token = token.strip();
    }

    @Override
    public int getOrder() {
        return BEFORE_CORS + 40;
    }

    /**
     * Applies to the account routes always, and to the metrics only if a token is set; without a
     * token, everybody may read the metrics.
     */
    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.name().equals(OperatorSecurity.ACCOUNTS)
                || (surface.name().equals(OperatorSecurity.METRICS) && !token.isEmpty());
    }

    @Override
    protected @Nullable ApiError refusal(Exchange exchange, HttpServletRequest request) {
        if (OwnNamesOnly.isDelivery(HostNames.asSent(request))) {
            return new ApiError(
                    Kind.FORBIDDEN, "A webhook's delivery is no operator, wherever it comes from");
        }
        if (!token.isEmpty()) {
            return isSent(request)
                    ? null
                    : new ApiError(
                            Kind.UNAUTHENTICATED,
                            "Operator routes need PAYSTUB_ADMIN_TOKEN, as Authorization: Bearer");
        }
        if (!isFromThisMachine(request)) {
            return new ApiError(
                    Kind.FORBIDDEN,
                    "Operator routes answer only callers on the same machine; set"
                            + " PAYSTUB_ADMIN_TOKEN to use them from elsewhere");
        }
        return isCalledByAnOwnName(request)
                ? null
                : new ApiError(
                        Kind.FORBIDDEN,
                        "Operator routes answer on this machine's own names only, such as"
                                + " localhost; set PAYSTUB_ADMIN_TOKEN to use them by another");
    }

    @Override
    public boolean isSent(HttpServletRequest request) {
        var sent = BearerToken.of(request);
        return sent != null
                && !token.isEmpty()
                && MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }

    /** Requires that the connection and all forwarded client addresses are local. */
    private static boolean isFromThisMachine(HttpServletRequest request) {
        var asSent = HostNames.asSent(request);
        return isOfThisMachine(asSent.getRemoteAddr())
                && HostNames.forwarded(asSent, FOR, "X-Forwarded-For", "X-Real-Ip")
                        .allMatch(OperatorAccess::isOfThisMachine);
    }

    /**
     * Returns whether an address, with or without a port, is a loopback address. A name is none.
     */
    private static boolean isOfThisMachine(String address) {
        var host = HostNames.withoutPort(address);
        try {
            return NUMBERS.matcher(host).matches()
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // not a valid address
        }
    }

    /** A web page can point its own host name at this machine, but not {@code localhost}. */
    private boolean isCalledByAnOwnName(HttpServletRequest request) {
        return HostNames.of(request).allMatch(this::isOwnName);
    }

    private boolean isOwnName(String name) {
        return isOfThisMachine(name)
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || names.isListed(name);
    }
}
