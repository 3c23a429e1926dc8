package dev.paystub.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of requests that wait for their rest there are at most so many; the oldest give way. */
class IncompleteRequestsTests {

    private final IncompleteRequests requests = new IncompleteRequests(2);
    private final List<Long> brokenOff = new ArrayList<>();

    private long begun() {
        var request = requests.begin();
        requests.awaits(request, () -> brokenOff.add(request));
        return request;
    }

    @Test
    void oldestIsBrokenOffForOneMore() {
        var first = begun();
        var second = begun();
        assertThat(brokenOff).isEmpty();
        begun();
        begun();
        assertThat(brokenOff).containsExactly(first, second);
        assertThat(requests.count()).isEqualTo(2);
    }

    @Test
    void oneThatHasArrivedMakesRoom() {
        var first = begun();
        begun();
        requests.arrived(first);
        begun();
        assertThat(brokenOff).isEmpty();
    }

    @Test
    void oneThatWasBrokenOffMayStillArrive() {
        var first = begun();
        begun();
        begun();
        requests.arrived(first);
        assertThat(requests.count()).isEqualTo(2);
    }

    @Test
    void limitsGrowWithTheHeap() {
        var container = 173L * 1024 * 1024;
        assertThat(ConnectionLimits.incompleteRequests(container)).isEqualTo(346);
        assertThat(ConnectionLimits.connections(container)).isEqualTo(2768);
        assertThat(ConnectionLimits.incompleteRequests(1)).isEqualTo(100);
        assertThat(ConnectionLimits.connections(Long.MAX_VALUE)).isEqualTo(8192);
    }
}
