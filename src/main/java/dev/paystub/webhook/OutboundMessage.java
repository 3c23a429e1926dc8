package dev.paystub.webhook;

/** A queued message with its endpoint's settings, ready to be sent. */
record OutboundMessage(
        long delivery,
        long queuePosition,
        String url,
        WebhookFormat style,
        String secret,
        DeliveryFaults faults,
        Delivery.Message message) {

    static OutboundMessage of(Delivery delivery, WebhookEndpoint endpoint) {
        return new OutboundMessage(
                delivery.number(),
                delivery.queuePosition(),
                endpoint.url(),
                endpoint.style(),
                endpoint.secret(),
                endpoint.faults(),
                delivery.content());
    }

    /** Returns the body, or its first half when the endpoint's faults truncate it. */
    String sentBody() {
        var body = message.body();
        return faults.truncatedBody() ? body.substring(0, body.length() / 2) : body;
    }
}
