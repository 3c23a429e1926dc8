package dev.paystub.scenario;

/** A scenario file with which the server does not start; the message says where and why. */
public final class BrokenScenario extends RuntimeException {

    BrokenScenario(String message) {
        super(message, null, false, false);
    }

    BrokenScenario(Place place, String reason) {
        this(place + ": " + reason);
    }
}
