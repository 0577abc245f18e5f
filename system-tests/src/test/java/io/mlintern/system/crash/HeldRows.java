package io.mlintern.system.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Makes a process stand still at a defined moment, from outside: PostgreSQL itself lets the write of a row wait until it is let go.
final class HeldRows implements AutoCloseable {
    private static final long LOCK = 4711;
    private static final String WAITING =
            "FROM pg_locks WHERE locktype = 'advisory' AND objid = %d AND NOT granted"
                    .formatted(LOCK);

    private final Rows rows;
    private final String table;
    private final Connection holder;

    private HeldRows(Rows rows, String table, Connection holder) {
        this.rows = rows;
        this.table = table;
        this.holder = holder;
    }

    /// Holds each update that is the first to set this column.
    static HeldRows beforeSetting(Rows rows, String table, String column) {
        return hold(
                rows,
                table,
                "BEFORE UPDATE ON %s FOR EACH ROW WHEN (OLD.%s IS NULL AND NEW.%s IS NOT NULL)"
                        .formatted(table, column, column));
    }

    /// Holds each new row.
    static HeldRows beforeInserting(Rows rows, String table) {
        return hold(rows, table, "BEFORE INSERT ON %s FOR EACH ROW".formatted(table));
    }

    private static HeldRows hold(Rows rows, String table, String when) {
        try {
            Connection holder = rows.connect();
            try (Statement statement = holder.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(%d)".formatted(LOCK));
                statement.execute(
                        """
                        CREATE OR REPLACE FUNCTION public.crash_hold() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN PERFORM pg_advisory_xact_lock(%d); RETURN NEW; END $$"""
                                .formatted(LOCK));
                statement.execute(
                        "CREATE TRIGGER crash_hold %s EXECUTE FUNCTION public.crash_hold()"
                                .formatted(when));
            }
            return new HeldRows(rows, table, holder);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot hold rows of " + table, e);
        }
    }

    void awaitReached() {
        Awaits.until("a write of " + table + " that is held", () -> waiting() > 0);
    }

    /// What a dead process was about to write is not written.
    void forget() {
        rows.execute("SELECT pg_terminate_backend(pid) " + WAITING);
        Awaits.until("the held write to be gone", () -> waiting() == 0);
    }

    private int waiting() {
        return Integer.parseInt(rows.ask("SELECT count(*) " + WAITING));
    }

    /// Lets go of what is held, and holds nothing more.
    @Override
    public void close() {
        try (holder;
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
            statement.execute("DROP TRIGGER crash_hold ON " + table);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot let go of rows of " + table, e);
        }
    }
}
