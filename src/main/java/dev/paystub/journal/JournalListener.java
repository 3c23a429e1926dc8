package dev.paystub.journal;

import java.util.List;

/** Receives the journal's entries when they are stored. Features implement it as beans. */
public interface JournalListener {

    /** An entry and its account. */
    record Stored(long account, Journal.LoggedExchange exchange) {}

    /**
     * Called with entries in order, before their responses are sent. Where the journal is in memory
     * it is called on the request's thread, else on the journal's own.
     */
    void stored(List<Stored> entries);
}
