package dev.paystub.engine;

import java.util.List;

/**
 * Work of an account outside its transactions, such as webhook deliveries. It is consulted before
 * the sandbox reports that an account is quiescent.
 */
public interface BackgroundActivity {

    /**
     * Returns short descriptions of the current account's work that is running or waiting to run.
     */
    List<String> underway();
}
