package dev.paystub.launch;

/**
 * A part of the server that the first response does not need. It is started once the server accepts
 * requests; a request that needs it earlier starts it itself. A failure ends the server, as one
 * during the start does.
 */
public interface StartedLater {

    /** Starts the part, unless it has been started. */
    void startLater();
}
