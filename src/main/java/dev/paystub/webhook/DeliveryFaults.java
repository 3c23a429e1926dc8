package dev.paystub.webhook;

import java.time.Duration;

/**
 * What an endpoint is told wrongly, on purpose.
 *
 * @param duplicate each delivery is made twice
 * @param reorder each second delivery overtakes the first
 * @param delay how long, on the account's clock, each delivery is late
 * @param dropFirst how many deliveries are lost before one arrives
 * @param wrongSignature the signature is made with another secret
 * @param staleTimestamp it is signed as of an hour ago
 * @param truncatedBody only the first half of the body is sent
 */
public record DeliveryFaults(
        boolean duplicate,
        boolean reorder,
        Duration delay,
        int dropFirst,
        boolean wrongSignature,
        boolean staleTimestamp,
        boolean truncatedBody) {

    /** How an endpoint is told if nothing else is asked for. */
    public static final DeliveryFaults NONE =
            new DeliveryFaults(false, false, Duration.ZERO, 0, false, false, false);
}
