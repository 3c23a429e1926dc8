package dev.paystub.world;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code snapshots}: which copies of an account are kept, and where. */
@Component
class Snapshots {

    private final JdbcClient jdbc;

    Snapshots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param keptIn the account that holds the rows
     * @param taken what the clock showed
     * @param running whether the clock ran on
     * @param written whether anybody had written to the account
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

    /** How many there are of all accounts. */
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
