package io.mlintern.kit.runs;

import static io.mlintern.kit.runs.RunSql.rows;
import static io.mlintern.kit.runs.RunSql.write;

import io.mlintern.kit.database.Database;
import io.mlintern.kit.runs.RunRepository.Holder;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// How a worker becomes the holder of what another one, or an earlier start of itself, has left. The one before is told.
final class TakeOverRepository {
    private final Database database;
    private final Holder holder;
    private final long leaseMillis;
    private final String channel;

    TakeOverRepository(Database database, Holder holder, Duration lease) {
        this.database = database;
        this.holder = holder;
        this.leaseMillis = lease.toMillis();
        this.channel = RunRepository.channel(database);
    }

    /// Takes over at most `limit` runs whose lease has lapsed: those that are `finished` and untold, or the others.
    List<RunRow> lapsed(boolean finished, int limit) {
        String sql =
                takeOver(
                        "lease_until < now() AND (finished_at IS NOT NULL) = ?"
                                + " ORDER BY lease_until LIMIT ?");
        return write(
                database,
                "take over",
                sql,
                statement -> {
                    takeOver(statement);
                    statement.setBoolean(4, finished);
                    statement.setInt(5, limit);
                    statement.setString(6, channel);
                    return rows(statement);
                });
    }

    /// Takes over what an earlier start of this worker has left.
    List<RunRow> own() {
        return write(
                database,
                "take over",
                takeOver("worker = ? AND incarnation <> ?"),
                statement -> {
                    takeOver(statement);
                    statement.setString(4, holder.worker());
                    statement.setString(5, holder.incarnation());
                    statement.setString(6, channel);
                    return rows(statement);
                });
    }

    /// The attempt counts how often the call may have happened: who only tells an outcome does not raise it.
    private static String takeOver(String which) {
        return """
        WITH taken AS (
          UPDATE run SET worker = ?, incarnation = ?, lease_until = now() + ? * interval '1 ms',
            attempt = attempt + CASE WHEN finished_at IS NULL THEN 1 ELSE 0 END
          WHERE published_at IS NULL AND call_id IN (
            SELECT call_id FROM run WHERE published_at IS NULL AND %s FOR UPDATE SKIP LOCKED)
          RETURNING *)
        SELECT %s, pg_notify(?, 'taken ' || call_id || ' ' || attempt) FROM taken
        """
                .formatted(which, RunSql.ROW);
    }

    private void takeOver(PreparedStatement statement) throws SQLException {
        statement.setString(1, holder.worker());
        statement.setString(2, holder.incarnation());
        statement.setLong(3, leaseMillis);
    }
}
