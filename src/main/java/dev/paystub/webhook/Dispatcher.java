package dev.paystub.webhook;

import dev.paystub.job.Job;
import dev.paystub.job.JobQueue;
import org.springframework.stereotype.Component;

/** The background job that sends an endpoint's queued deliveries, one after the other. */
@Component
class Dispatcher implements Job {

    static final String KIND = "webhook";

    private final Outbox outbox;
    private final Sender sender;

    Dispatcher(Outbox outbox, Sender sender) {
        this.outbox = outbox;
        this.sender = sender;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(JobQueue.Lease lease) {
        var next = outbox.next(lease);
        while (next.isPresent()) {
            var sent = next.get();
            next = outbox.recordOutcome(lease, sent, sender.send(sent));
        }
    }
}
