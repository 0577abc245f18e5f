package io.mlintern.local.server;

import io.mlintern.local.broker.EmbeddedBroker;
import io.mlintern.local.broker.HangingTransactions;
import io.mlintern.local.database.DatabaseWatch;
import io.mlintern.local.database.EmbeddedDatabase;
import io.mlintern.local.database.PostgresBinaries;
import io.mlintern.local.database.ServiceSchemas;
import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.Ports;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import io.mlintern.kit.kafka.TopicsAdmin;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;

/// What all services stand on: the broker and the database of one data folder.
public final class Infrastructure implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Infrastructure.class.getName());

    private final EmbeddedBroker broker;
    private final EmbeddedDatabase database;
    private final DatabaseWatch watch;

    private Infrastructure(EmbeddedBroker broker, EmbeddedDatabase database, DatabaseWatch watch) {
        this.broker = broker;
        this.database = database;
        this.watch = watch;
    }

    /// Starts both at the same time; when one fails the other is stopped again.
    public static Infrastructure start(DataFolder folder, Ports ports, LocalIdentity identity)
            throws IOException, InterruptedException {
        int port = ports.earlierOrFree("kafka");
        int controllerPort = ports.earlierOrFree("kafka-controller");
        EmbeddedDatabase.Settings settings = databaseSettings(folder, identity);
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            Future<EmbeddedDatabase> database =
                    threads.submit(() -> database(settings, ports, identity));
            EmbeddedBroker broker = EmbeddedBroker.start(folder.kafka(), port, controllerPort);
            try {
                // Before any service is there: none then meets a topic that does not exist yet.
                ensureTopics(broker);
                return new Infrastructure(
                        broker, database.get(), DatabaseWatch.over(settings, database.get()));
            } catch (ExecutionException failure) {
                broker.close();
                throw new IOException(
                        "The database did not start: " + failure.getCause().getMessage(), failure);
            }
        }
    }

    private static void ensureTopics(EmbeddedBroker broker)
            throws IOException, InterruptedException {
        var settings =
                new KafkaSettings(
                        broker.bootstrap(),
                        KafkaSettings.DEFAULT_PREFIX,
                        KafkaSettings.DEFAULT_PARTITIONS,
                        "local");
        try (Admin admin = new KafkaClients(settings).admin("local-start")) {
            new TopicsAdmin(admin, settings).ensure();
        } catch (ExecutionException failure) {
            throw new IOException(
                    "The topics could not be made: " + failure.getCause().getMessage(), failure);
        }
    }

    /// The database of a server that runs on this folder, started by whichever process.
    public static Optional<EmbeddedDatabase> livingDatabase(DataFolder folder)
            throws IOException, InterruptedException {
        return EmbeddedDatabase.adopt(databaseSettings(folder, LocalIdentity.of(folder)));
    }

    private static EmbeddedDatabase.Settings databaseSettings(
            DataFolder folder, LocalIdentity identity) throws IOException {
        return new EmbeddedDatabase.Settings(
                folder.root().resolve(PostgresBinaries.folderName()),
                folder.postgresql(),
                folder.logs().resolve("postgresql.log"),
                identity.password("superuser"));
    }

    private static EmbeddedDatabase database(
            EmbeddedDatabase.Settings settings, Ports ports, LocalIdentity identity)
            throws IOException, InterruptedException, SQLException {
        Optional<EmbeddedDatabase> living = EmbeddedDatabase.adopt(settings);
        if (living.isPresent()) LOG.info("PostgreSQL has lived on and is taken over");
        EmbeddedDatabase database =
                living.isPresent()
                        ? living.get()
                        : startDatabase(settings, ports.earlierOrFree("postgresql"));
        Map<String, String> passwords = new LinkedHashMap<>();
        for (Service service : Service.values())
            passwords.put(service.schema(), identity.password(service.schema()));
        ServiceSchemas.ensure(database, passwords);
        return database;
    }

    private static EmbeddedDatabase startDatabase(EmbeddedDatabase.Settings settings, int port)
            throws IOException, InterruptedException {
        Path packaged = Distribution.root().resolve(PostgresBinaries.folderName());
        PostgresBinaries.provide(settings.binaries(), packaged);
        return EmbeddedDatabase.start(settings, port);
    }

    /// Says loudly when readers of committed records would stand still.
    public void reportHangingTransactions() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            List<HangingTransactions.Hanging> hanging = new HangingTransactions(admin).find();
            for (HangingTransactions.Hanging one : hanging)
                LOG.log(
                        Level.SEVERE,
                        "HANGING TRANSACTION in {0} from offset {1} (producer {2}): its coordinator has finished it, readers of committed records stand still there",
                        new Object[] {one.partition(), one.offset(), one.producerId()});
        }
    }

    public String bootstrap() {
        return broker.bootstrap();
    }

    public String jdbcUrl() {
        return database.jdbcUrl();
    }

    @Override
    public void close() throws IOException {
        try {
            broker.close();
        } finally {
            watch.close();
            database.close();
        }
    }
}
