package io.mlintern.local.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The runs of one service, as its table `run` has them.
///
/// @param claimed held now by a living worker
/// @param lapsed whose worker has not renewed them in time, and which nobody has taken over yet
/// @param takenOver of those still kept (8 days), how many went to another worker, or to a new start of theirs, in the middle
public record RunFigures(long claimed, long lapsed, long takenOver) {
    /// @throws SQLException when PostgreSQL does not answer, or the service has never started
    static RunFigures of(Connection connection, String schema) throws SQLException {
        // attempt 0: cancelled before anybody had it
        String count =
                """
                SELECT count(*) FILTER (WHERE published_at IS NULL AND attempt > 0 AND lease_until >= now()),
                       count(*) FILTER (WHERE published_at IS NULL AND attempt > 0 AND lease_until < now()),
                       count(*) FILTER (WHERE attempt > 1)
                FROM %s.run"""
                        .formatted(schema);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(count)) {
            row.next();
            return new RunFigures(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }
}
