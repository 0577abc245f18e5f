package io.mlintern.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.cli.server.LivingProcess;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Ports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    private static final Map<String, String> PASSWORDS =
            Map.of("orchestrator", "first", "tool_service", "second");

    @TempDir Path home;

    @Test
    void keepsItsDataOverARestartAndIsDurable() throws Exception {
        EmbeddedDatabase.Settings settings = settings();
        int port = port();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(settings, port)) {
            ServiceSchemas.ensure(database, PASSWORDS);
            execute(database.jdbcUrl(), "orchestrator", "first", "CREATE TABLE kept(word text)");
            execute(database.jdbcUrl(), "orchestrator", "first", "INSERT INTO kept VALUES ('yes')");
        }

        try (EmbeddedDatabase database = EmbeddedDatabase.start(settings, port)) {
            ServiceSchemas.ensure(database, PASSWORDS);

            assertThat(
                            ask(
                                    database.jdbcUrl(),
                                    "orchestrator",
                                    "first",
                                    "SELECT word FROM orchestrator.kept"))
                    .isEqualTo("yes");
            assertThat(ask(database.jdbcUrl(), "orchestrator", "first", "SHOW fsync"))
                    .isEqualTo("on");
            assertThat(ask(database.jdbcUrl(), "orchestrator", "first", "SHOW synchronous_commit"))
                    .isEqualTo("on");
        }
    }

    @Test
    void takesALivingOneOverAndEndsIt() throws Exception {
        EmbeddedDatabase.Settings settings = settings();
        long pid = EmbeddedDatabase.start(settings, port()).pid();

        EmbeddedDatabase adopted = EmbeddedDatabase.adopt(settings).orElseThrow();

        assertThat(adopted.pid()).isEqualTo(pid);
        adopted.close();
        assertThat(LivingProcess.of(pid)).isEmpty();
        assertThat(EmbeddedDatabase.adopt(settings)).isEmpty();
    }

    @Test
    void aKilledOneIsThereAgainOnItsPortWithWhatWasCommitted() throws Exception {
        EmbeddedDatabase.Settings settings = settings();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(settings, port());
                DatabaseWatch _ = DatabaseWatch.over(settings, database)) {
            ServiceSchemas.ensure(database, PASSWORDS);
            execute(database.jdbcUrl(), "orchestrator", "first", "CREATE TABLE kept(word text)");
            execute(database.jdbcUrl(), "orchestrator", "first", "INSERT INTO kept VALUES ('yes')");
            for (int kill = 0; kill < 3; kill++) {
                long killed = database.pid();
                assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();

                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .ignoreExceptionsInstanceOf(SQLException.class)
                        .until(
                                () ->
                                        ask(
                                                database.jdbcUrl(),
                                                "orchestrator",
                                                "first",
                                                "SELECT word FROM orchestrator.kept"),
                                "yes"::equals);
                assertThat(database.pid()).isNotEqualTo(killed);
            }
        }
    }

    @Test
    void aServiceSeesItsOwnSchemaOnly() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(settings(), port())) {
            ServiceSchemas.ensure(database, PASSWORDS);
            execute(database.jdbcUrl(), "orchestrator", "first", "CREATE TABLE own(word text)");

            assertThatThrownBy(
                            () ->
                                    ask(
                                            database.jdbcUrl(),
                                            "tool_service",
                                            "second",
                                            "SELECT * FROM orchestrator.own"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> ask(database.jdbcUrl(), "orchestrator", "wrong", "SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private EmbeddedDatabase.Settings settings() throws Exception {
        DataFolder folder = new DataFolder(home).create();
        return new EmbeddedDatabase.Settings(
                PostgresBinaries.unpack(home.resolve("postgresql-programs")),
                folder.postgresql(),
                folder.logs().resolve("postgresql.log"),
                "superuser");
    }

    private int port() throws Exception {
        return Ports.of(new DataFolder(home)).earlierOrFree("postgresql");
    }

    private static void execute(String url, String user, String password, String sql)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String url, String user, String password, String query)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
