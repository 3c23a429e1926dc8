package dev.paystub.webhook;

/** A message as it is to leave now. */
record Outgoing(
        long delivery,
        long queuePosition,
        String url,
        Style style,
        String secret,
        Misbehaviour misbehaviour,
        Delivery.Message message) {

    static Outgoing of(Delivery delivery, WebhookEndpoint endpoint) {
        return new Outgoing(
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
