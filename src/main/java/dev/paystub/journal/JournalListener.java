package dev.paystub.journal;

import java.util.List;

/** Receives the journal's entries after they are stored. Features implement it as beans. */
public interface JournalListener {

    /** Called on the journal's own thread, with entries of one account, in order. */
    void stored(long account, List<Journal.LoggedExchange> exchanges);
}
