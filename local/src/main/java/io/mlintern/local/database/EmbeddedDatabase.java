package io.mlintern.local.database;

import io.mlintern.cli.server.LivingProcess;
import io.mlintern.local.folder.Folders;
import io.mlintern.local.folder.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// A real PostgreSQL beside this JVM, on loopback only, durable as PostgreSQL is by default.
///
/// It is a process of its own. When this JVM is killed it lives on, and the next start takes it over with its open work.
/// Dying while the folder is initialised: the draft is thrown away and initialised again.
public final class EmbeddedDatabase implements AutoCloseable {
    /// The superuser that only this class uses.
    static final String SUPERUSER = "postgres";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BIRTH = Duration.ofSeconds(1);
    private static final long LOG_BYTES = 5L * 1024 * 1024;

    private final Path data;
    private final int port;
    private final String password;

    private EmbeddedDatabase(Path data, int port, String password) {
        this.data = data;
        this.port = port;
        this.password = password;
    }

    /// What a start needs: `data` is kept over restarts, `port` is taken unless PostgreSQL lives on another one.
    public record Settings(Path binaries, Path data, Path log, String superuserPassword) {}

    /// Takes a living PostgreSQL of this data folder over; empty when there is none, or none that answers.
    public static Optional<EmbeddedDatabase> adopt(Settings settings)
            throws IOException, InterruptedException {
        Optional<Postmaster> living = Postmaster.of(settings.data());
        if (living.isEmpty()) return Optional.empty();
        EmbeddedDatabase database =
                new EmbeddedDatabase(
                        settings.data(), living.get().port(), settings.superuserPassword());
        if (database.answersFor(settings.data())) return Optional.of(database);
        return Optional.empty();
    }

    /// Starts on the folder, which is initialised at its first use; returns when it takes connections.
    public static EmbeddedDatabase start(Settings settings, int port)
            throws IOException, InterruptedException {
        boundLog(settings.log());
        PostgresPrograms programs = new PostgresPrograms(settings.binaries(), settings.log());
        if (!Files.exists(settings.data().resolve("PG_VERSION"))) initialise(settings, programs);
        EmbeddedDatabase database =
                new EmbeddedDatabase(settings.data(), port, settings.superuserPassword());
        database.launch(settings, programs);
        return database;
    }

    /// Tries again while it does not come up: the children of one that was killed may hold its memory a moment longer.
    private void launch(Settings settings, PostgresPrograms programs)
            throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            programs.run(
                    "pg_ctl",
                    List.of(
                            "start",
                            "-W",
                            "-s",
                            "-D",
                            data.toString(),
                            "-l",
                            settings.log().toString(),
                            "-o",
                            DatabaseSettings.asOptions(port)));
            if (becomesReady(deadline)) return;
        }
        throw new IOException(
                "PostgreSQL did not start in %s, see %s".formatted(PATIENCE, settings.log()));
    }

    /// False when no main process is there for a second.
    private boolean becomesReady(Instant deadline) throws IOException, InterruptedException {
        Instant seen = Instant.now();
        while (Instant.now().isBefore(deadline)) {
            Optional<Postmaster> found = Postmaster.of(data);
            if (found.isPresent()) seen = Instant.now();
            if (found.isPresent() && found.get().ready() && found.get().port() == port) return true;
            if (seen.plus(BIRTH).isBefore(Instant.now())) return false;
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return false;
    }

    private static void initialise(Settings settings, PostgresPrograms programs)
            throws IOException, InterruptedException {
        Path draft = settings.data().resolveSibling(settings.data().getFileName() + ".new");
        Path passwordFile = settings.data().resolveSibling("initial-password");
        Folders.delete(draft);
        Files.createDirectories(draft.getParent());
        OwnerFile.write(passwordFile, settings.superuserPassword());
        programs.run(
                "initdb",
                List.of(
                        "-D",
                        draft.toString(),
                        "-U",
                        SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"));
        Files.delete(passwordFile);
        Files.move(draft, settings.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void boundLog(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES)
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
    }

    private boolean answersFor(Path folder) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            return row.next() && Path.of(row.getString(1)).equals(folder);
        } catch (SQLException notOurs) {
            return false;
        }
    }

    /// As superuser; the caller closes it.
    Connection connect(String database) throws SQLException {
        Properties login = new Properties();
        login.put("user", SUPERUSER);
        login.put("password", password);
        login.put("connectTimeout", "5");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), login);
    }

    public int port() {
        return port;
    }

    /// The address of the database that all services share, each in its own schema.
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, ServiceSchemas.DATABASE);
    }

    /// What runs of the service that owns this schema.
    public RunFigures runs(String schema) throws SQLException {
        try (Connection connection = connect(ServiceSchemas.DATABASE)) {
            return RunFigures.of(connection, schema);
        }
    }

    /// Process id of PostgreSQL's main process.
    public long pid() throws IOException {
        return Postmaster.of(data).orElseThrow(() -> new IOException("PostgreSQL has gone")).pid();
    }

    /// Ends it in order ("fast": open transactions are rolled back, everything is written).
    @Override
    public void close() throws IOException {
        Optional<Postmaster> living = Postmaster.of(data);
        if (living.isEmpty()) return;
        ProcessHandle process = living.get().process().orElseThrow();
        try {
            new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(living.get().pid()))
                    .start()
                    .waitFor();
            if (!LivingProcess.awaitEnd(process, PATIENCE))
                throw new IOException("PostgreSQL did not stop in " + PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
