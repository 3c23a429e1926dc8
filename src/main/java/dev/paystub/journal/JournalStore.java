package dev.paystub.journal;

import dev.paystub.journal.Journal.Entry;
import java.util.List;

/**
 * Where the entries are: in memory where the database is this process's own and ends with it, else
 * in the database. Both keep the same bounds and number entries in the order of their responses.
 */
interface JournalStore {

    /** Stores an entry: whoever has its response finds it. The store gives it its number. */
    void keep(long account, Entry entry);

    /** Counts an entry of an account as dropped. */
    void lose(long account);

    /**
     * Returns entries of an account in the order of their numbers.
     *
     * @param after the number after which to begin; 0 for the beginning
     * @param limit the maximum number of entries
     */
    List<Entry> readAfter(long account, long after, int limit);

    /**
     * Returns entries of an account, the newest first.
     *
     * @param before the number before which to begin
     * @param limit the maximum number of entries
     */
    List<Entry> readBefore(long account, long before, int limit);

    /** Returns the number of the newest entry; 0 if there is none. */
    long last(long account);

    /** Returns the number of entries that are no longer stored. */
    long dropped(long account);

    /** Returns how often the account's entries have been removed. */
    long clears(long account);

    /** Removes an account's entries and the count of dropped ones. */
    void clear(long account);

    /** Forgets an account that is being deleted, within the current transaction. */
    void remove(long account);
}
