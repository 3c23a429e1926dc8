package dev.paystub.scenario;

/** A scenario file is broken, so that the server does not start; the message says where and why. */
public final class BrokenScenario extends RuntimeException {

    BrokenScenario(String message) {
        super(message, null, false, false);
    }

    BrokenScenario(SourceLocation place, String reason) {
        this(place + ": " + reason);
    }
}
