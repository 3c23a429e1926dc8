package dev.paystub.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.accept.DefaultApiVersionStrategy;
import org.springframework.web.accept.InvalidApiVersionException;
import org.springframework.web.accept.SemanticApiVersionParser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.util.ServletRequestPathUtils;

/** A request finds its controller as Spring would find it, without a comparison of all patterns. */
class RouteMappingTests {

    private int compared;

    private final RouteMapping mapping =
            new RouteMapping() {
                @Override
                protected @Nullable RequestMappingInfo getMatchingMapping(
                        RequestMappingInfo info, HttpServletRequest request) {
                    compared++;
                    return super.getMatchingMapping(info, request);
                }
            };

    @RestController
    static class Invoices {

        @GetMapping("/invoices")
        void list() {}

        @GetMapping("/invoices/{id}")
        void get() {}

        @PostMapping("/invoices/funds")
        void funds() {}

        @GetMapping("/invoices/{id}/items/{item}")
        void item() {}

        @GetMapping(path = "/actions", params = "action=one")
        void one() {}

        @GetMapping(path = "/actions", params = "action=two")
        void two() {}

        @GetMapping(path = "/invoices/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        void stream() {}

        @GetMapping("/pages/{id:[0-9]+}")
        void page() {}

        @GetMapping("/pages/{name:[a-z]+}/parts")
        void parts() {}

        @GetMapping("/{train:[a-z]+}/script.js")
        void script() {}

        @GetMapping(path = "/versions", version = "2")
        void second() {}

        @GetMapping("/files/**")
        void files() {}
    }

    @BeforeEach
    void findControllers() {
        var context = new StaticWebApplicationContext();
        context.registerSingleton("invoices", Invoices.class);
        context.refresh();
        mapping.setApplicationContext(context);
        mapping.setApiVersionStrategy(
                new DefaultApiVersionStrategy(
                        List.of(request -> request.getHeader("Version")),
                        new SemanticApiVersionParser(),
                        false,
                        null,
                        true,
                        null,
                        null));
        mapping.afterPropertiesSet();
    }

    private String handlerOf(MockHttpServletRequest request) throws Exception {
        ServletRequestPathUtils.parseAndCache(request);
        var chain = mapping.getHandler(request);
        return chain == null ? "none" : ((HandlerMethod) chain.getHandler()).getMethod().getName();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /invoices, list",
        "GET, /invoices/41, get",
        "HEAD, /invoices/41, get",
        "GET, /invoices/funds, get",
        "POST, /invoices/funds, funds",
        "GET, /invoices/41/items/7, item"
    })
    void controllerIsFoundWithoutComparingPatterns(String method, String path, String name)
            throws Exception {
        var request = new MockHttpServletRequest(method, path);

        assertThat(handlerOf(request)).isEqualTo(name);
        assertThat(compared).isZero();
    }

    @Test
    void patternAndVariablesAreThoseOfTheController() throws Exception {
        var request = new MockHttpServletRequest("GET", "/invoices/41/items/7");

        handlerOf(request);

        assertThat(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
                .isEqualTo("/invoices/{id}/items/{item}");
        assertThat(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE))
                .isEqualTo(Map.of("id", "41", "item", "7"));
    }

    @ParameterizedTest
    @CsvSource({"one, one", "two, two"})
    void parametersDecideBetweenControllersOfAPath(String action, String name) throws Exception {
        var request = new MockHttpServletRequest("GET", "/actions");
        request.setParameter("action", action);

        assertThat(handlerOf(request)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "/invoices/stream, stream",
        "/invoices/%34%31, get",
        "/pages/7, page",
        "/acacia/script.js, script",
        "/pages/a/parts, parts",
        "/pages/a, none",
        "/files/a/b, files",
        "/invoices/, none",
        "/elsewhere, none"
    })
    void whatTheIndexDoesNotDecideIsLeftToSpring(String path, String name) throws Exception {
        assertThat(handlerOf(new MockHttpServletRequest("GET", path))).isEqualTo(name);
    }

    @Test
    void controllerOfAnotherVersionIsNotMeant() throws Exception {
        var second = new MockHttpServletRequest("GET", "/versions");
        second.addHeader("Version", "2");
        var first = new MockHttpServletRequest("GET", "/versions");
        first.addHeader("Version", "1");

        assertThat(handlerOf(second)).isEqualTo("second");
        assertThatExceptionOfType(InvalidApiVersionException.class)
                .isThrownBy(() -> handlerOf(first));
    }

    @Test
    void wrongMethodIsReportedWithTheRightOnes() {
        assertThatExceptionOfType(HttpRequestMethodNotSupportedException.class)
                .isThrownBy(() -> handlerOf(new MockHttpServletRequest("PUT", "/invoices/funds")))
                .satisfies(
                        wrong -> assertThat(wrong.getSupportedMethods()).contains("GET", "POST"));
    }
}
