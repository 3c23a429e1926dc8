package dev.paystub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.paystub.account.ApiKey;
import dev.paystub.contract.OpenApiContract;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerTest;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.core.StandardContext;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What is done for each request is done once: counted, so that it stays so. */
@ServerTest
class ExchangeTests {

    private static final int MOST_SERVLET_FILTERS = 5;
    private static final int MOST_SECURITY_FILTERS = 6;

    @MockitoSpyBean private AccountDirectory directory;
    @MockitoSpyBean private ApiSurfaces surfaces;
    @MockitoSpyBean private OpenApiContract contract;

    @MockitoSpyBean(name = "requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @Autowired private ServletWebServerApplicationContext context;
    @Autowired private List<SecurityFilterChain> chains;
    @LocalServerPort private int port;

    private Caller caller;

    @BeforeEach
    void openAccount() {
        caller = Caller.fresh(port);
        caller.get("/billing/balance").expect(200);
        clearInvocations(directory, surfaces, contract, mapping);
    }

    @Test
    void getFindsSurfaceKeyOperationAndControllerOnce() throws Exception {
        caller.get("/billing/invoices/41").expect(200);

        verify(surfaces, times(1)).of(anyString());
        verify(directory, times(1)).read(any());
        verify(directory, times(1)).as(any(ApiKey.class), any());
        verify(contract, times(1)).match(any(), any(), any());
        assertThat(mockingDetails(mapping).getInvocations())
                .extracting(call -> call.getMethod().getName())
                .contains("lookupHandlerMethod")
                .doesNotContain("getMatchingMapping"); // Spring's comparison with each pattern
    }

    @Test
    void postReadsItsKeyOnceAndItsBodyOnce() throws Exception {
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").expect(200);

        verify(surfaces, times(1)).of(anyString());
        verify(directory, times(1)).read(any());
        verify(contract, times(1)).match(any(), any(), any());
    }

    @Test
    void requestsPassFewFilters() {
        var server = (TomcatWebServer) context.getWebServer();
        var root = (StandardContext) server.getTomcat().getHost().findChildren()[0];
        var all = Arrays.stream(root.findFilterMaps()).map(FilterMap::getFilterName).toList();

        assertThat(all).hasSizeLessThanOrEqualTo(MOST_SERVLET_FILTERS);
        assertThat(chains)
                .singleElement()
                .satisfies(chain -> {
                    assertThat(chain.getFilters()).hasSizeLessThanOrEqualTo(MOST_SECURITY_FILTERS);
                });
    }
}
