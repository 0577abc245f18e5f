package io.mlintern.kit.runs;

import io.mlintern.kit.database.Database;
import io.mlintern.protocol.CallId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Arrays in, rows out: what the statements on the table `run` share.
final class RunSql {
    static final String ROW =
            "call_id, attempt, recovery, request, started_at IS NOT NULL AS started,"
                    + " cancelled_at IS NOT NULL AS cancelled, outcome";

    private RunSql() {}

    interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    static <T> T write(Database database, String what, String sql, Use<T> use) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.prepareStatement(sql)) {
            return use.of(statement);
        } catch (SQLException e) {
            throw failure(what, e);
        }
    }

    static RunStoreException failure(String what, SQLException cause) {
        return new RunStoreException("cannot " + what + " runs: " + cause.getMessage(), cause);
    }

    static Set<CallId> calls(PreparedStatement statement) throws SQLException {
        Set<CallId> calls = new HashSet<>();
        try (var result = statement.executeQuery()) {
            while (result.next()) {
                calls.add(new CallId(result.getString(1)));
            }
        }
        return calls;
    }

    static List<RunRow> rows(PreparedStatement statement) throws SQLException {
        List<RunRow> rows = new ArrayList<>();
        try (var result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    static RunRow row(ResultSet result) throws SQLException {
        return new RunRow(
                new CallId(result.getString("call_id")),
                result.getInt("attempt"),
                Recovery.valueOf(result.getString("recovery")),
                Payload.of(result.getBytes("request")),
                result.getBoolean("started"),
                result.getBoolean("cancelled"),
                Optional.ofNullable(result.getBytes("outcome")).map(Payload::of));
    }

    static <T> Array texts(Connection connection, List<T> items, Function<T, String> of)
            throws SQLException {
        return connection.createArrayOf("text", items.stream().map(of).toArray(String[]::new));
    }

    static <T> Array numbers(Connection connection, List<T> items, Function<T, Integer> of)
            throws SQLException {
        return connection.createArrayOf("int4", items.stream().map(of).toArray(Integer[]::new));
    }

    static <T> Array payloads(Connection connection, List<T> items, Function<T, Payload> of)
            throws SQLException {
        return connection.createArrayOf(
                "bytea", items.stream().map(item -> of.apply(item).bytes()).toArray(byte[][]::new));
    }
}
