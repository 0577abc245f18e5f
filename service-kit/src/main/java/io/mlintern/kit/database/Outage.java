package io.mlintern.kit.database;

import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;

/// Tells what passes, PostgreSQL's absence or that it has no room, from failures that are ours.
public final class Outage {
    private static final int DEEPEST = 10;

    private Outage() {}

    /// Whether this happened because PostgreSQL is away or lacks disk, memory or connections, by SQL's own classes of failures.
    public static boolean isBehind(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                // A pool that got no connection in time names no state.
                .anyMatch(
                        state ->
                                state == null
                                        || state.startsWith("08")
                                        || state.startsWith("53")
                                        || state.startsWith("57P"));
    }
}
