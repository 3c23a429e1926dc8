package dev.paystub.security;

import dev.paystub.account.ApiKey;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.RequestCounts;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.kernel.DomainException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.stereotype.Component;

/**
 * Opens the account of a request's key, after its due work has run, and makes it Spring Security's
 * principal for the rest of the request. {@link AccountOpening} changes how much due work runs.
 */
@Component
class AccountStep implements ExchangeStep {

    private static final List<String> CREDENTIALS = List.of("X-API-Key", "Authorization");

    private final AccountDirectory directory;
    private final AccountOpenings openings;
    private final RequestCounts requestCounts;
    private final ErrorFormats errorFormats;

    AccountStep(
            AccountDirectory directory,
            AccountOpenings openings,
            RequestCounts requestCounts,
            ErrorFormats errorFormats) {
        this.directory = directory;
        this.openings = openings;
        this.requestCounts = requestCounts;
        this.errorFormats = errorFormats;
    }

    @Override
    public int getOrder() {
        return ACCOUNT;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.hasKey();
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        if (isAmbiguous(request)) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(Kind.UNAUTHENTICATED, "Unauthorized: two API keys were sent"));
            return;
        }
        try {
            var key = directory.read(exchange.surface().key(request));
            exchange.account(directory.mark(key));
            open(
                    key,
                    exchange,
                    request,
                    () -> {
                        if (!exchange.isObserver()) {
                            requestCounts.count(CurrentAccount.tenant().id());
                        }
                        proceed(request, response, next);
                    });
        } catch (ApiKey.Rejected rejected) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(
                            Kind.UNAUTHENTICATED,
                            "Unauthorized: "
                                    + rejected.getMessage()
                                    + (rejected.isMissing()
                                            ? whatWorks(exchange.surface(), request)
                                            : "")));
        } catch (AccountDirectory.Full full) {
            errorFormats.write(
                    request, response, new ApiError(Kind.FULL, String.valueOf(full.getMessage())));
        } catch (DomainException.Stopping stopping) {
            errorFormats.write(request, response, ApiError.of(stopping));
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /**
     * Returns the rest of the message about a missing key: the header that carries one, and the
     * header of another API if the key came there. It repeats no key; one that works is named only
     * where every key does.
     */
    private String whatWorks(ApiSurface surface, HttpServletRequest request) {
        if (surface.keyHeaders().isEmpty()) {
            return "";
        }
        var elsewhere =
                CREDENTIALS.stream()
                        .filter(name -> request.getHeader(name) != null)
                        .filter(name ->
                                surface.keyHeaders().stream()
                                        .noneMatch(header -> header.startsWith(name)))
                        .map(name -> " here; this API does not read it from " + name)
                        .findFirst()
                        .orElse("");
        return elsewhere
                + ". Send "
                + surface.keyHeaders().stream()
                        .map(header -> header.formatted(directory.isOpen() ? "sandbox" : "KEY"))
                        .collect(Collectors.joining(" or "))
                + (directory.isOpen()
                        ? ", or any other key: each opens a world of its own"
                        : ", with a key of this sandbox");
    }

    private void open(
            ApiKey key, Exchange exchange, HttpServletRequest request, AccountDirectory.Work work)
            throws Exception {
        switch (openings.of(exchange, request)) {
            case SETTLED -> directory.as(key, work);
            case AS_IT_STANDS -> directory.asItStands(key, work);
            case WATCHING -> directory.asWatcher(key, work);
        }
    }

    /**
     * Returns whether a header has two different keys. Proxies and servers differ in which one they
     * use, so such a request is refused.
     */
    private static boolean isAmbiguous(HttpServletRequest request) {
        for (var name : CREDENTIALS) {
            if (differs(request.getHeaders(name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean differs(Enumeration<String> values) {
        if (!values.hasMoreElements()) {
            return false;
        }
        var first = values.nextElement().strip();
        while (values.hasMoreElements()) {
            if (!values.nextElement().strip().equals(first)) {
                return true;
            }
        }
        return false;
    }

    private static void proceed(
            HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws ServletException, IOException {
        SecurityContextHolder.setContext(
                new SecurityContextImpl(AccountAuthentication.ofCurrentAccount()));
        try {
            next.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
