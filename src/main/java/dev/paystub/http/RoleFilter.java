package dev.paystub.http;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Role;
import dev.paystub.http.ApiError.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds a role to what it may do where an API has no words for roles: all of it is billing, which a
 * planner does not see and a viewer does not change.
 */
class RoleFilter extends OncePerRequestFilter {

    private final ErrorFormats errorFormats;

    RoleFilter(ErrorFormats errorFormats) {
        this.errorFormats = errorFormats;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var role = CurrentAccount.role();
        if (role == Role.PLANNER || (role == Role.VIEWER && !isRead(request))) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(
                            Kind.FORBIDDEN,
                            "The role %s may not %s billing"
                                    .formatted(
                                            role.name().toLowerCase(Locale.ROOT),
                                            isRead(request) ? "see" : "change")));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isRead(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }
}
