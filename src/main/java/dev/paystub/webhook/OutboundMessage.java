package dev.paystub.webhook;

/** A message as it is to leave now. */
record OutboundMessage(
        long delivery,
        long queuePosition,
        String url,
        WebhookFormat style,
        String secret,
        DeliveryFaults misbehaviour,
        Delivery.Message message) {

    static OutboundMessage of(Delivery delivery, WebhookEndpoint endpoint) {
        return new OutboundMessage(
                delivery.number(),
                delivery.queuePosition(),
                endpoint.url(),
                endpoint.style(),
                endpoint.secret(),
                endpoint.misbehaviour(),
                delivery.content());
    }

    /** The body, or the half of it that is to arrive. */
    String sentBody() {
        var body = message.body();
        return misbehaviour.truncatedBody() ? body.substring(0, body.length() / 2) : body;
    }
}
