package dev.paystub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.sun.management.ThreadMXBean;
import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerTest;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/**
 * A request allocates little, which is counted on its own thread. The count contains the test's
 * request, and the check of the answer that only tests make.
 */
@ServerTest
class AllocationTests {

    private static final String INVOICE = "/billing/invoices/41";
    private static final int REQUESTS = 300;
    private static final long MOST_BYTES = 130_000;

    @Autowired private WebApplicationContext context;
    @Autowired private ExchangeFilter exchangeFilter;
    @Autowired private FilterChainProxy securityFilter;
    @LocalServerPort private int port;

    @Test
    void getAllocatesLittle() throws Exception {
        var caller = Caller.fresh(port);
        caller.get(INVOICE).expect(200);
        var mvc =
                MockMvcBuilders.webAppContextSetup(context)
                        .addFilters(exchangeFilter, securityFilter)
                        .build();
        var least = Long.MAX_VALUE;
        for (var i = 0; i < REQUESTS; i++) {
            least = Math.min(least, allocated(mvc, caller.key()));
        }
        assertThat(least).isLessThan(MOST_BYTES);
    }

    private static long allocated(MockMvc mvc, String key) throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();
        var answer =
                mvc.perform(get(INVOICE).servletPath(INVOICE).header("X-API-Key", key))
                        .andReturn()
                        .getResponse();
        assertThat(answer.getStatus()).isEqualTo(200);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
