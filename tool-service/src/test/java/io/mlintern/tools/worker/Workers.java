package io.mlintern.tools.worker;

import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.runs.Runs;
import io.mlintern.kit.runs.RunsConfig;
import io.mlintern.tools.Tools;
import io.mlintern.tools.secrets.SecretMasks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Workers in this JVM.
final class Workers implements AutoCloseable {
    static final String CREDENTIAL = "hunter2-of-ada";

    private final Deque<Runnable> opened = new ArrayDeque<>();

    ToolWorker start(KafkaClients clients, DatabaseConfig database) throws Exception {
        var runs = Runs.open(database, RunsConfig.of(clients.settings().instance()));
        opened.push(runs::close);
        var parts =
                new ToolWorker.Parts(
                        clients,
                        runs,
                        new WorkerConfig(4, Duration.ofSeconds(2), true),
                        Tools.all(System.getenv()),
                        new SecretMasks(_ -> List.of(CREDENTIAL)));
        var worker = ToolWorker.start(parts);
        opened.push(worker::close);
        return worker;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) opened.pop().run();
    }
}
