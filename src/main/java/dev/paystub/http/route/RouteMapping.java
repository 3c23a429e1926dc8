package dev.paystub.http.route;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring's mapping of requests to controllers with an index of its patterns. Spring compares a path
 * that is no literal with every pattern; the index finds it by its segments. What the index does
 * not decide alone, such as a wrong method or two matches, is left to Spring.
 */
class RouteMapping extends RequestMappingHandlerMapping {

    /**
     * Makes it Spring MVC's mapping, and lets {@link RecordWriter} write what controllers return.
     */
    @Component
    static class Registration implements WebMvcRegistrations {

        private final ObjectProvider<JsonMapper> json;

        Registration(ObjectProvider<JsonMapper> json) {
            this.json = json;
        }

        @Override
        public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
            return new RouteMapping();
        }

        @Override
        public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
            return new RequestMappingHandlerAdapter() {
                @Override
                public void afterPropertiesSet() {
                    super.afterPropertiesSet();
                    var handlers = new ArrayList<HandlerMethodReturnValueHandler>();
                    handlers.add(new RecordWriter(json.getObject()));
                    handlers.addAll(Objects.requireNonNull(getReturnValueHandlers()));
                    setReturnValueHandlers(handlers);
                    var resolvers = new ArrayList<HandlerMethodArgumentResolver>();
                    resolvers.add(new TextOfPath());
                    resolvers.addAll(Objects.requireNonNull(getArgumentResolvers()));
                    setArgumentResolvers(resolvers);
                }
            };
        }
    }

    /** Before the mappings of Actuator, which would compare each request with their patterns. */
    private static final int BEFORE_THE_ENDPOINTS = -200;

    private Node index = new Node();

    /** A mapping with its controller; null if more than one may be meant. */
    private record Route(RequestMappingInfo info, @Nullable HandlerMethod handler) {

        private static final Route UNDECIDED = new Route(RequestMappingInfo.paths().build(), null);
    }

    /** A segment of the patterns. A literal segment takes precedence over a variable. */
    private static final class Node {

        private final Map<String, Node> literals = new HashMap<>();
        private final List<Route> routes = new ArrayList<>();
        private @Nullable Node variable;

        /** For segments of which a pattern has a condition, such as {@code {id:[0-9]+}}. */
        private @Nullable Node conditional;

        private Node make(String segment) {
            if (!isPlain(segment)) {
                if (conditional == null) {
                    conditional = new Node();
                }
                return conditional;
            }
            if (!segment.startsWith("{")) {
                return literals.computeIfAbsent(segment, first -> new Node());
            }
            if (variable == null) {
                variable = new Node();
            }
            return variable;
        }
    }

    @Override
    public int getOrder() {
        return BEFORE_THE_ENDPOINTS;
    }

    @Override
    public void afterPropertiesSet() {
        super.afterPropertiesSet();
        var built = new Node();
        getHandlerMethods()
                .forEach((info, handler) -> {
                    for (var pattern : patterns(info)) {
                        add(
                                built,
                                pattern.getPatternString(),
                                isPlain(info) ? new Route(info, handler) : Route.UNDECIDED);
                    }
                });
        index = built;
    }

    private static Set<PathPattern> patterns(RequestMappingInfo info) {
        var condition = info.getPathPatternsCondition();
        return condition == null ? Set.of() : condition.getPatterns();
    }

    /** Returns whether a mapping has one pattern, and no conditions on types or versions. */
    private static boolean isPlain(RequestMappingInfo info) {
        return patterns(info).size() == 1
                && info.getConsumesCondition().isEmpty()
                && info.getProducesCondition().isEmpty()
                && info.getVersionCondition().isEmpty()
                && info.getCustomCondition() == null;
    }

    /** Adds a pattern. Spring takes one that ends with a wildcard only if no other matches. */
    private static void add(Node root, String pattern, Route route) {
        if (!pattern.startsWith("/") || pattern.endsWith("/**")) {
            return;
        }
        var place = root;
        var plain = true;
        for (var segment : pattern.substring(1).split("/", -1)) {
            place = place.make(segment);
            plain &= isPlain(segment);
        }
        place.routes.add(plain ? route : Route.UNDECIDED);
    }

    /** Returns whether a segment of a pattern is literal, or a variable without a condition. */
    private static boolean isPlain(String segment) {
        var variable = segment.startsWith("{") && segment.endsWith("}");
        var name = variable ? segment.substring(1, segment.length() - 1) : segment;
        return name.chars().noneMatch(letter -> "*?{}:\\".indexOf(letter) >= 0);
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(
            String lookupPath, HttpServletRequest request) throws Exception {
        var isPlain = !lookupPath.isEmpty() && lookupPath.indexOf('%') < 0;
        var route = isPlain ? find(index, lookupPath, 1, request) : null;
        if (route == null || route.handler() == null) {
            return super.lookupHandlerMethod(lookupPath, request);
        }
        request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, route.handler());
        handleMatch(route.info(), lookupPath, request);
        return route.handler();
    }

    /**
     * Returns the route of a request; null if there is none.
     *
     * @param from the beginning of the segment at which the path is compared with the node
     */
    private static @Nullable Route find(
            Node node, String path, int from, HttpServletRequest request) {
        var slash = path.indexOf('/', from);
        var segment = slash < 0 ? path.substring(from) : path.substring(from, slash);
        if (node.conditional != null && next(node.conditional, path, slash, request) != null) {
            return Route.UNDECIDED;
        }
        var literal = node.literals.get(segment);
        var found = literal == null ? null : next(literal, path, slash, request);
        return found != null || node.variable == null || segment.isEmpty()
                ? found
                : next(node.variable, path, slash, request);
    }

    private static @Nullable Route next(
            Node node, String path, int slash, HttpServletRequest request) {
        return slash < 0 ? only(node.routes, request) : find(node, path, slash + 1, request);
    }

    private static @Nullable Route only(List<Route> routes, HttpServletRequest request) {
        @Nullable Route found = null;
        for (var route : routes) {
            if (route.handler() == null || isMeant(route.info(), request)) {
                found = found == null ? route : Route.UNDECIDED;
            }
        }
        return found;
    }

    /** Returns whether a request meets all conditions except for the path, which it has met. */
    private static boolean isMeant(RequestMappingInfo info, HttpServletRequest request) {
        return info.getMethodsCondition().getMatchingCondition(request) != null
                && info.getParamsCondition().getMatchingCondition(request) != null
                && info.getHeadersCondition().getMatchingCondition(request) != null;
    }
}
