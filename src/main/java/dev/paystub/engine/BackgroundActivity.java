package dev.paystub.engine;

import java.util.List;

/**
 * Work of an account that goes on outside its turns, such as what is sent to others; asked before
 * anybody is told that all is quiet.
 */
public interface BackgroundActivity {

    /** What of the current account is under way or waits to be, each in a few words. */
    List<String> underway();
}
