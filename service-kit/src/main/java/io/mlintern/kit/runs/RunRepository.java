package io.mlintern.kit.runs;

import static io.mlintern.kit.runs.RunSql.calls;
import static io.mlintern.kit.runs.RunSql.failure;
import static io.mlintern.kit.runs.RunSql.numbers;
import static io.mlintern.kit.runs.RunSql.payloads;
import static io.mlintern.kit.runs.RunSql.rows;
import static io.mlintern.kit.runs.RunSql.texts;
import static io.mlintern.kit.runs.RunSql.write;

import io.mlintern.kit.database.Database;
import io.mlintern.protocol.CallId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table `run`. Every statement is short, takes any number of rows, and names the holder that it writes for.
final class RunRepository {
    private static final String OURS =
            " FROM unnest(?, ?) AS held (call_id, attempt)"
                    + " WHERE run.call_id = held.call_id AND run.attempt = held.attempt"
                    + " AND run.worker = ? AND run.incarnation = ? AND run.published_at IS NULL ";

    private final Database database;
    private final Holder holder;
    private final long leaseMillis;
    private final String channel;

    /// @param incarnation of the worker: a name for this start of it
    record Holder(String worker, String incarnation) {}

    /// One attempt at one call: what a write must name.
    record Attempt(CallId call, int number) {}

    /// How an attempt stands.
    enum Lease {
        HELD,
        CANCELLED,
        GONE
    }

    RunRepository(Database database, Holder holder, Duration lease) {
        this.database = database;
        this.holder = holder;
        this.leaseMillis = lease.toMillis();
        this.channel = channel(database);
    }

    /// Where holders hear that a run of theirs was cancelled (`cancelled CALL`) or taken over (`taken CALL ATTEMPT`).
    static String channel(Database database) {
        return database.schema() + "_runs";
    }

    /// Claims what nobody has, and what is done but was handed out once more long after it was told. One result each: the
    /// row if it is ours now.
    List<Optional<RunRow>> claim(List<RunRequest> requests) {
        Map<CallId, RunRequest> first = new LinkedHashMap<>();
        requests.forEach(request -> first.putIfAbsent(request.call(), request));
        var sorted =
                first.values().stream()
                        .sorted((a, b) -> a.call().value().compareTo(b.call().value()))
                        .toList();
        Map<CallId, RunRow> ours = new HashMap<>();
        try (var connection = database.dataSource().getConnection()) {
            for (var row : claim(connection, sorted, INSERT)) {
                ours.put(row.call(), row);
            }
            for (String others : List.of(CLAIM_CANCELLED, TELL_AGAIN)) {
                var left = sorted.stream().filter(r -> !ours.containsKey(r.call())).toList();
                if (!left.isEmpty()) {
                    for (var row : claim(connection, left, others)) {
                        ours.put(row.call(), row);
                    }
                }
            }
        } catch (SQLException e) {
            throw failure("claim", e);
        }
        return requests.stream().map(r -> Optional.ofNullable(ours.remove(r.call()))).toList();
    }

    private static final String INSERT =
            """
            INSERT INTO run (call_id, recovery, request, attempt, worker, incarnation, lease_until)
            SELECT asked.call_id, asked.recovery, asked.request, 1, ?, ?, now() + ? * interval '1 ms'
            FROM unnest(?, ?, ?) AS asked (call_id, recovery, request)
            ON CONFLICT DO NOTHING RETURNING\s"""
                    + RunSql.ROW;
    // nobody had these before they were cancelled, so there is nobody else to say so
    private static final String CLAIM_CANCELLED =
            """
            UPDATE run SET recovery = asked.recovery, request = asked.request, attempt = 1,
              worker = ?, incarnation = ?, lease_until = now() + ? * interval '1 ms'
            FROM unnest(?, ?, ?) AS asked (call_id, recovery, request)
            WHERE run.call_id = asked.call_id AND run.request IS NULL RETURNING\s"""
                    + RunSql.ROW
                            .replaceFirst("call_id", "run.call_id")
                            .replaceFirst("recovery, request", "run.recovery, run.request");

    // its outcome was told a while ago, and who hands the call out does not know it: it was lost
    private static final String TELL_AGAIN =
            """
            UPDATE run SET published_at = NULL,
              worker = ?, incarnation = ?, lease_until = now() + ? * interval '1 ms'
            FROM unnest(?, ?, ?) AS asked (call_id, recovery, request)
            WHERE run.call_id = asked.call_id AND run.published_at < now() - interval '30 s'
            RETURNING\s"""
                    + RunSql.ROW
                            .replaceFirst("call_id", "run.call_id")
                            .replaceFirst("recovery, request", "run.recovery, run.request");

    private List<RunRow> claim(Connection connection, List<RunRequest> requests, String sql)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, holder.worker());
            statement.setString(2, holder.incarnation());
            statement.setLong(3, leaseMillis);
            statement.setArray(4, texts(connection, requests, r -> r.call().value()));
            statement.setArray(5, texts(connection, requests, r -> r.recovery().name()));
            statement.setArray(6, payloads(connection, requests, RunRequest::payload));
            return rows(statement);
        }
    }

    /// Renews the leases of attempts that still hold. One result each.
    List<Lease> renew(List<Attempt> attempts) {
        String sql =
                "UPDATE run SET lease_until = now() + ? * interval '1 ms'"
                        + OURS
                        + "RETURNING run.call_id, run.cancelled_at IS NOT NULL";
        Map<CallId, Lease> leases =
                write(
                        database,
                        "renew",
                        sql,
                        statement -> {
                            statement.setLong(1, leaseMillis);
                            ours(statement, 2, attempts);
                            return leases(statement);
                        });
        return attempts.stream().map(a -> leases.getOrDefault(a.call(), Lease.GONE)).toList();
    }

    private static Map<CallId, Lease> leases(PreparedStatement statement) throws SQLException {
        Map<CallId, Lease> leases = new HashMap<>();
        try (var result = statement.executeQuery()) {
            while (result.next()) {
                leases.put(
                        new CallId(result.getString(1)),
                        result.getBoolean(2) ? Lease.CANCELLED : Lease.HELD);
            }
        }
        return leases;
    }

    /// Marks attempts as started. One result each: false when it was cancelled or is no longer ours.
    List<Boolean> start(List<Attempt> attempts) {
        return mark(
                "start",
                "UPDATE run SET started_at = coalesce(started_at, now())"
                        + OURS
                        + "AND run.cancelled_at IS NULL RETURNING run.call_id",
                attempts);
    }

    /// One result each: false when the attempt is no longer ours, and nothing was changed.
    List<Boolean> finish(List<Finish> finishes) {
        String sql =
                """
                UPDATE run SET outcome = done.outcome, finished_at = now()
                FROM unnest(?, ?, ?) AS done (call_id, attempt, outcome)
                WHERE run.call_id = done.call_id AND run.attempt = done.attempt
                  AND run.worker = ? AND run.incarnation = ? AND run.published_at IS NULL
                RETURNING run.call_id
                """;
        var written =
                write(
                        database,
                        "finish",
                        sql,
                        statement -> {
                            var connection = statement.getConnection();
                            statement.setArray(
                                    1, texts(connection, finishes, f -> f.run().call().value()));
                            statement.setArray(
                                    2, numbers(connection, finishes, f -> f.run().number()));
                            statement.setArray(3, payloads(connection, finishes, Finish::outcome));
                            statement.setString(4, holder.worker());
                            statement.setString(5, holder.incarnation());
                            return calls(statement);
                        });
        return finishes.stream().map(f -> written.contains(f.run().call())).toList();
    }

    record Finish(Attempt run, Payload outcome) {}

    List<Boolean> published(List<Attempt> attempts) {
        return mark(
                "mark as published",
                "UPDATE run SET published_at = now()" + OURS + "RETURNING run.call_id",
                attempts);
    }

    /// Takes out a row that nothing has happened to yet; false where something has.
    boolean withdraw(Attempt attempt) {
        return mark(
                        "withdraw",
                        "DELETE FROM run USING"
                                + OURS.replaceFirst(" FROM", "")
                                + "AND run.started_at IS NULL AND run.outcome IS NULL"
                                + " AND run.cancelled_at IS NULL RETURNING run.call_id",
                        List.of(attempt))
                .getFirst();
    }

    /// Ends leases early, so that another worker need not wait.
    List<Boolean> release(List<Attempt> attempts) {
        return mark(
                "release",
                "UPDATE run SET lease_until = now()" + OURS + "RETURNING run.call_id",
                attempts);
    }

    /// Marks a call as cancelled, also one that nobody has claimed yet, and tells its holder.
    void cancel(CallId call) {
        String sql =
                """
                WITH cancelled AS (
                  INSERT INTO run (call_id, attempt, worker, incarnation, lease_until, recovery, cancelled_at)
                  VALUES (?, 0, '', '', 'infinity', 'NONE', now())
                  ON CONFLICT (call_id) DO UPDATE SET cancelled_at = coalesce(run.cancelled_at, now())
                  WHERE run.finished_at IS NULL
                  RETURNING call_id)
                SELECT pg_notify(?, 'cancelled ' || call_id) FROM cancelled
                """;
        write(
                database,
                "cancel",
                sql,
                statement -> {
                    statement.setString(1, call.value());
                    statement.setString(2, channel);
                    return statement.execute();
                });
    }

    /// Forgets what is older than `age` and told, and cancellations of calls that never came.
    int forget(Duration age) {
        String sql =
                "DELETE FROM run WHERE created_at < now() - ? * interval '1 ms'"
                        + " AND (published_at IS NOT NULL OR request IS NULL)";
        return write(
                database,
                "forget",
                sql,
                statement -> {
                    statement.setLong(1, age.toMillis());
                    return statement.executeUpdate();
                });
    }

    private List<Boolean> mark(String what, String sql, List<Attempt> attempts) {
        var written =
                write(
                        database,
                        what,
                        sql,
                        statement -> {
                            ours(statement, 1, attempts);
                            return calls(statement);
                        });
        return attempts.stream().map(attempt -> written.contains(attempt.call())).toList();
    }

    private void ours(PreparedStatement statement, int at, List<Attempt> attempts)
            throws SQLException {
        var connection = statement.getConnection();
        statement.setArray(at, texts(connection, attempts, a -> a.call().value()));
        statement.setArray(at + 1, numbers(connection, attempts, Attempt::number));
        statement.setString(at + 2, holder.worker());
        statement.setString(at + 3, holder.incarnation());
    }
}
