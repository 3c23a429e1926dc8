package dev.paystub.security;

import dev.paystub.http.ApiSurface;
import dev.paystub.http.ApiSurfaces;
import dev.paystub.http.Exchange;
import dev.paystub.security.AccountOpening.Mode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Finds how a request opens its account, from the {@link AccountOpening} of its controller. */
@Component
class AccountOpenings {

    /** A path with an {@link AccountOpening} annotation. */
    private record Route(PathPattern path, Set<RequestMethod> methods, Mode mode) {}

    private final ApiSurfaces surfaces;

    /** Read at the first request, because the controllers may be created after this bean. */
    private final SingletonSupplier<Map<ApiSurface, List<Route>>> routes;

    AccountOpenings(ApiSurfaces surfaces, ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.surfaces = surfaces;
        this.routes = SingletonSupplier.of(() -> annotated(mappings.orderedStream().toList()));
    }

    private Map<ApiSurface, List<Route>> annotated(List<RequestMappingHandlerMapping> mappings) {
        var found = new HashMap<ApiSurface, List<Route>>();
        for (var mapping : mappings) {
            mapping.getHandlerMethods()
                    .forEach((info, handler) -> {
                        var opening = handler.getMethodAnnotation(AccountOpening.class);
                        var condition = info.getPathPatternsCondition();
                        if (opening == null || condition == null) {
                            return;
                        }
                        for (var path : condition.getPatterns()) {
                            found.computeIfAbsent(
                                            surfaces.of(path.getPatternString()),
                                            first -> new ArrayList<>())
                                    .add(
                                            new Route(
                                                    path,
                                                    info.getMethodsCondition().getMethods(),
                                                    opening.value()));
                        }
                    });
        }
        return found;
    }

    Mode of(Exchange exchange, HttpServletRequest request) {
        var ofSurface = routes.obtain().getOrDefault(exchange.surface(), List.of());
        if (ofSurface.isEmpty()) {
            return Mode.SETTLED;
        }
        var path = PathContainer.parsePath(exchange.path());
        for (var route : ofSurface) {
            if (acceptsMethod(route, request.getMethod()) && route.path().matches(path)) {
                return route.mode();
            }
        }
        return Mode.SETTLED;
    }

    private static boolean acceptsMethod(Route route, String method) {
        var asked = RequestMethod.resolve(method.equals("HEAD") ? "GET" : method);
        return asked != null && (route.methods().isEmpty() || route.methods().contains(asked));
    }
}
