package io.mlintern.system.crash;

import io.mlintern.system.ProductServer;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.awaitility.Awaitility;

/// The server's rows, seen by PostgreSQL's superuser.
public final class Rows {
    private static final Duration TOLD = Duration.ofSeconds(60);

    private final String url;
    private final String password;

    private Rows(String url, String password) {
        this.url = url;
        this.password = password;
    }

    public static Rows of(ProductServer server) {
        Properties ports = new Properties();
        try (Reader file = Files.newBufferedReader(server.home().resolve("run/ports.properties"))) {
            ports.load(file);
            return new Rows(
                    "jdbc:postgresql://127.0.0.1:%s/mlintern"
                            .formatted(ports.getProperty("postgresql")),
                    Files.readString(server.home().resolve("secrets/database-superuser")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The caller closes it.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", password);
    }

    /// The first column of the first row as text; empty when there is none.
    public String ask(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getString(1) != null ? row.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Waits until no run is left that could still tell something, so that what comes late is in the log too.
    void awaitAllTold() {
        Awaitility.await("runs that were never told")
                .atMost(TOLD)
                .until(this::untold, String::isEmpty);
    }

    /// The runs that could still tell something, and who has them.
    String untold() {
        return ask(
                """
                SELECT string_agg(format('%s of %s, attempt %s, started %s, finished %s, lease until %s',
                    call_id, worker, attempt, started_at, finished_at, lease_until), '; ')
                FROM (SELECT * FROM tool_service.run UNION ALL SELECT * FROM orchestrator.run) runs
                WHERE published_at IS NULL""");
    }

    /// Waits until the catalog has the session's facts up to this one, without a gap.
    void awaitCatalog(String session, int seq) {
        Awaitility.await("catalog of " + session)
                .atMost(TOLD)
                .until(
                        () ->
                                ask(
                                        "SELECT last_seq || '/' || coalesce(gap_at, 0) FROM orchestrator.session WHERE id = '%s'"
                                                .formatted(session)),
                        (seq + "/0")::equals);
    }
}
