package dev.paystub.webhook;

import java.time.Duration;

/**
 * Faults that Paystub injects deliberately into an endpoint's deliveries.
 *
 * @param duplicate whether each delivery is made twice
 * @param reorder whether every second delivery is sent before the first
 * @param delay the delay of each delivery, on the account's clock
 * @param dropFirst the number of deliveries that are dropped before one is sent
 * @param wrongSignature whether the signature is made with another secret
 * @param staleTimestamp whether the signature's timestamp is an hour old
 * @param truncatedBody whether only the first half of the body is sent
 */
public record DeliveryFaults(
        boolean duplicate,
        boolean reorder,
        Duration delay,
        int dropFirst,
        boolean wrongSignature,
        boolean staleTimestamp,
        boolean truncatedBody) {

    /** No faults, the default of a new endpoint. */
    public static final DeliveryFaults NONE =
            new DeliveryFaults(false, false, Duration.ZERO, 0, false, false, false);
}
