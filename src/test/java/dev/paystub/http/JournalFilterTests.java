package dev.paystub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import dev.paystub.account.Journal;
import dev.paystub.account.RequestOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.util.ReflectionTestUtils;

/** A request succeeds whether or not its journal entry can be stored. */
class JournalFilterTests {

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void journalThatFailsChangesNoAnswer(Class<? extends Throwable> failure) throws Exception {
        var journal = mock(Journal.class);
        doThrow(failure).when(journal).keep(any(), any());
        var filter = new JournalFilter(journal, mock(OpenApiContract.class), false);
        var request = new MockHttpServletRequest("POST", "/billing/invoices/funds");
        request.setServletPath("/billing/invoices/funds");
        var response = new MockHttpServletResponse();
        var account = mock(Class.forName("dev.paystub.account.Tenant"));

        filter.doFilter(
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
