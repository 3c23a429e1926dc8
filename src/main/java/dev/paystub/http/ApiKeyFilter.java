package dev.paystub.http;

import dev.paystub.account.AccountDirectory;
import dev.paystub.account.ApiKey;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.kernel.DomainException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request through as the account its key opens, with everything done that has fallen due.
 */
class ApiKeyFilter extends OncePerRequestFilter {

    /** Requests for which nothing that has fallen due happens first: they replace all there is. */
    private static final Pattern REPLACING =
            Pattern.compile("/sandbox/(reset|snapshots/[^/]+/restore)");

    /** Requests that see what falls due happen, and do not wait until it has. */
    private static final Pattern WATCHING = Pattern.compile("/sandbox/events(/stream)?");

    private final AccountDirectory directory;
    private final ErrorFormats errorFormats;
    private final Function<HttpServletRequest, @Nullable String> key;

    ApiKeyFilter(
            AccountDirectory directory,
            ErrorFormats errorFormats,
            Function<HttpServletRequest, @Nullable String> key) {
        this.directory = directory;
        this.errorFormats = errorFormats;
        this.key = key;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isAmbiguous(request)) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(Kind.UNAUTHENTICATED, "Unauthorized: two API keys were sent"));
            return;
        }
        directory
                .mark(key.apply(request))
                .ifPresent(mark -> RequestIdFilter.account(request, mark));
        AccountDirectory.Work work = () -> goOn(request, response, chain);
        try {
            if (REPLACING.matcher(request.getServletPath()).matches()) {
                directory.asItStands(key.apply(request), work);
            } else if (WATCHING.matcher(request.getServletPath()).matches()) {
                directory.asWatcher(key.apply(request), work);
            } else {
                directory.as(key.apply(request), work);
            }
        } catch (ApiKey.Rejected rejected) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(Kind.UNAUTHENTICATED, "Unauthorized: " + rejected.getMessage()));
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

    /** Which of two would count is nobody's guess, a proxy's least of all. */
    private static boolean isAmbiguous(HttpServletRequest request) {
        return Stream.of("X-API-Key", "Authorization")
                .anyMatch(name ->
                        Collections.list(request.getHeaders(name)).stream()
                                        .map(String::strip)
                                        .distinct()
                                        .count()
                                > 1);
    }

    private static void goOn(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caller = UsernamePasswordAuthenticationToken.authenticated("account", null, List.of());
        SecurityContextHolder.setContext(new SecurityContextImpl(caller));
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
