package dev.paystub.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import dev.paystub.account.Tenant;
import dev.paystub.engine.RequestOutcome;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ApiSurfaces;
import dev.paystub.http.Exchange;
import dev.paystub.http.PublicUrl;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.json.JsonMapper;

/** What has been done is answered, whether it could be written down or not. */
class JournalStepTests {

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void journalThatFailsChangesNoAnswer(Class<? extends Throwable> failure) throws Exception {
        var journal = mock(Journal.class);
        doThrow(failure).when(journal).keep(any(), any());
        var step = new JournalStep(journal, mock(PublicUrl.class), JsonMapper.shared());
        var request = new MockHttpServletRequest("POST", "/billing/invoices/funds");
        request.setServletPath("/billing/invoices/funds");
        var response = new MockHttpServletResponse();
        var billing = ApiSurface.of("billing", "/billing/**").journalled().build();
        var account = mock(Tenant.class);

        step.handle(
                Exchange.begin(request, new ApiSurfaces(List.of(billing))),
                request,
                response,
                (in, out) -> {
                    ReflectionTestUtils.setField(
                            RequestOutcome.current().orElseThrow(), "account", account);
                    out.getWriter().write("done");
                });

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentAsString()).isEqualTo("done");
        verify(journal).lose(any());
    }
}
