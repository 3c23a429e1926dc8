package dev.paystub.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

/**
 * The rights of each role in an API that has no roles of its own. All of such an API counts as
 * billing: a planner may not read it and a viewer may not change it.
 */
public final class BillingRights implements AuthorizationManager<HttpServletRequest> {

    private final AuthorizationManager<HttpServletRequest> see =
            AuthorityAuthorizationManager.hasAnyRole("OWNER", "ADMIN", "BILLING", "VIEWER");

    private final AuthorizationManager<HttpServletRequest> change =
            AuthorityAuthorizationManager.hasAnyRole("OWNER", "ADMIN", "BILLING");

    @Override
    public @Nullable AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> caller, HttpServletRequest request) {
        return (isRead(request) ? see : change).authorize(caller, request);
    }

    private static boolean isRead(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }

    /** Returns a message that names the missing right. */
    static String explain(AccountAuthentication caller, HttpServletRequest request) {
        return "The role %s may not %s billing"
                .formatted(
                        caller.getPrincipal().role().name().toLowerCase(Locale.ROOT),
                        isRead(request) ? "see" : "change");
    }
}
