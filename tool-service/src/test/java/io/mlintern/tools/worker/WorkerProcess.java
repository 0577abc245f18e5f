package io.mlintern.tools.worker;

import io.mlintern.kit.database.DatabaseConfig;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.KafkaSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A worker in a JVM of its own, to be killed.
final class WorkerProcess {
    private WorkerProcess() {}

    static Process start(KafkaSettings kafka, DatabaseConfig database) throws IOException {
        var line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        kafka.bootstrap(),
                        kafka.prefix(),
                        kafka.instance(),
                        database.url(),
                        database.user(),
                        database.password(),
                        database.schema());
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "worker-" + kafka.instance() + ".log"))
                .start();
    }

    public static void main(String[] args) throws Exception {
        var kafka = new KafkaSettings(args[0], args[1], 2, args[2]);
        var database = new DatabaseConfig(args[3], args[4], args[5], args[6], 2);
        new Workers().start(new KafkaClients(kafka), database);
        new CountDownLatch(1).await();
    }
}
