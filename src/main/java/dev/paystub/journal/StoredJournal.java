package dev.paystub.journal;

import dev.paystub.journal.Journal.Entry;
import java.util.List;

/** The journal in the database, where it survives the process or others share it. */
final class StoredJournal implements JournalStore {

    private final JournalTable table;
    private final JournalWriter writer;

    StoredJournal(JournalTable table, JournalWriter writer) {
        this.table = table;
        this.writer = writer;
    }

    @Override
    public void keep(long account, Entry entry) {
        writer.write(new JournalWriter.Kept(account, entry));
    }

    @Override
    public void lose(long account) {
        writer.lose(account);
    }

    @Override
    public List<Entry> readAfter(long account, long after, int limit) {
        writer.flush();
        if (after == 0) {
            table.trim(account);
        }
        return table.readAfter(account, after, limit);
    }

    @Override
    public List<Entry> readBefore(long account, long before, int limit) {
        writer.flush();
        if (before == Long.MAX_VALUE) {
            table.trim(account);
        }
        return table.readBefore(account, before, limit);
    }

    @Override
    public long last(long account) {
        writer.flush();
        return table.last(account);
    }

    @Override
    public long dropped(long account) {
        return table.dropped(account);
    }

    @Override
    public long clears(long account) {
        return table.clears(account);
    }

    @Override
    public void clear(long account) {
        writer.flush();
        table.clear(account);
    }

    @Override
    public void remove(long account) {
        table.remove(account);
    }
}
