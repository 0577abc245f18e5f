package io.mlintern.local.database;

import java.util.List;

/// The settings of the embedded PostgreSQL: durable, loopback, small, and silent about what is in statements.
final class DatabaseSettings {
    private static final List<String> FIXED =
            List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "fsync=on",
                    "synchronous_commit=on",
                    "full_page_writes=on",
                    "max_connections=100",
                    "shared_buffers=32MB",
                    "huge_pages=off",
                    "jit=off",
                    "io_method=sync",
                    "max_wal_size=256MB",
                    "max_parallel_workers_per_gather=0",
                    "max_logical_replication_workers=0",
                    "autovacuum_max_workers=1",
                    "autovacuum_worker_slots=1",
                    "timezone=UTC",
                    "log_timezone=UTC",
                    "log_min_messages=log",
                    "log_min_error_statement=panic",
                    "log_error_verbosity=terse",
                    "log_checkpoints=off");

    private DatabaseSettings() {}

    /// As `pg_ctl -o` takes them; no value has a space.
    static String asOptions(int port) {
        StringBuilder options = new StringBuilder("-p ").append(port);
        FIXED.forEach(setting -> options.append(" -c ").append(setting));
        return options.toString();
    }
}
