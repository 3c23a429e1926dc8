package dev.paystub.world;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code snapshots}: which copies of an account are kept, and in which account. */
@Component
class Snapshots {

    private final JdbcClient jdbc;

    Snapshots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A row of the table.
     *
     * @param keptIn id of the hidden account that holds the copied rows
     * @param taken time on the account's clock when the snapshot was taken
     * @param running whether the account's clock was running
     * @param written whether a client had written to the account
     */
    record Snapshot(String name, long keptIn, Instant taken, boolean running, boolean written) {}

    private static final RowMapper<Snapshot> SNAPSHOT =
            (row, index) ->
                    new Snapshot(
                            row.getString("name"),
                            row.getLong("kept_in_id"),
                            Instant.ofEpochMilli(row.getLong("taken_millis")),
                            row.getBoolean("running"),
                            row.getBoolean("written"));

    List<Snapshot> of(long owner) {
        return jdbc.sql("select * from snapshots where owner_id = :owner order by name")
                .param("owner", owner)
                .query(SNAPSHOT)
                .list();
    }

    /** Returns the number of snapshots of all accounts. */
    long count() {
        return jdbc.sql("select count(*) from snapshots").query(Long.class).single();
    }

    Optional<Snapshot> find(long owner, String name) {
        return jdbc.sql("select * from snapshots where owner_id = :owner and name = :name")
                .param("owner", owner)
                .param("name", name)
                .query(SNAPSHOT)
                .optional();
    }

    void insert(long owner, Snapshot snapshot) {
        jdbc.sql(
                        """
                        insert into snapshots
                            (owner_id, name, kept_in_id, taken_millis, running, written)
                        values (:owner, :name, :keptIn, :taken, :running, :written)
                        """)
                .param("owner", owner)
                .param("name", snapshot.name())
                .param("keptIn", snapshot.keptIn())
                .param("taken", snapshot.taken().toEpochMilli())
                .param("running", snapshot.running())
                .param("written", snapshot.written())
                .update();
    }
}
