package io.mlintern.kit.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears PostgreSQL's NOTIFY on one channel, on a connection and a thread of its own, and connects again when it is lost.
///
/// Notifications are hints: those sent while there was no connection never come. Hence [Listener#connected], after which
/// a listener looks for itself at what it may have missed.
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);

    /// What a listener is told; called one after the other on the listening thread, so it must not block.
    public interface Listener {
        void notified(String payload);

        /// The channel is heard from now on; what was sent before may have been missed.
        default void connected() {}
    }

    private final Database database;
    private final String channel;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean closed;

    private Notifications(Database database, String channel, Listener listener) {
        this.database = database;
        this.channel = channel;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("listen-" + channel).unstarted(this::listen);
    }

    /// Channels are common to the whole database, whatever the schema: put the schema into the channel's name.
    public static Notifications listen(Database database, String channel, Listener listener) {
        if (!channel.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not the name of a channel: " + channel);
        }
        var notifications = new Notifications(database, channel, listener);
        notifications.thread.start();
        return notifications;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void listen() {
        boolean said = false;
        while (!closed) {
            try (var connection = database.unpooled()) {
                subscribe(connection);
                said = false;
                hear(connection.unwrap(PGConnection.class));
            } catch (SQLException e) {
                if (!closed && !said) {
                    LOG.warn("channel {} is not heard: {}", channel, e.getMessage());
                    said = true;
                }
            }
            pause();
        }
    }

    private void subscribe(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
        listener.connected();
    }

    private void hear(PGConnection connection) throws SQLException {
        while (!closed) {
            PGNotification[] heard = connection.getNotifications(1000);
            if (heard == null) {
                continue;
            }
            for (var notification : heard) {
                listener.notified(notification.getParameter());
            }
        }
    }

    private void pause() {
        if (closed) {
            return;
        }
        try {
            Thread.sleep(RECONNECT_AFTER);
        } catch (InterruptedException e) {
            // only close() interrupts this thread
            closed = true;
        }
    }
}
