package io.mlintern.local.database;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Starts PostgreSQL again, on the port where its clients look for it, when its main process has gone without being asked to.
///
/// Dying before it is started again: the next start of the server does it. During: that start finds it alive, or starts it.
/// Test: `EmbeddedDatabaseIT`.
public final class DatabaseWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DatabaseWatch.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final EmbeddedDatabase.Settings settings;
    private final EmbeddedDatabase database;
    private final Thread thread;

    private DatabaseWatch(EmbeddedDatabase.Settings settings, EmbeddedDatabase database) {
        this.settings = settings;
        this.database = database;
        this.thread = Thread.ofPlatform().daemon().name("postgresql-watch").unstarted(this::watch);
    }

    /// Watches from now on, until it is closed, which must come before the database is.
    public static DatabaseWatch over(
            EmbeddedDatabase.Settings settings, EmbeddedDatabase database) {
        DatabaseWatch watch = new DatabaseWatch(settings, database);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
                look();
            }
        } catch (InterruptedException closed) {
            LOG.fine("PostgreSQL is not watched any more");
        }
    }

    private void look() throws InterruptedException {
        try {
            if (Postmaster.of(settings.data()).isPresent()) return;
            LOG.warning("PostgreSQL has gone and is started again");
            EmbeddedDatabase.start(settings, database.port());
            LOG.info("PostgreSQL is there again");
        } catch (IOException failure) {
            LOG.log(Level.SEVERE, "PostgreSQL cannot be started again yet", failure);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
