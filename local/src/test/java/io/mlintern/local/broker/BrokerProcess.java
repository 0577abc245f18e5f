package io.mlintern.local.broker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// An embedded broker in a JVM of its own, so that a test can kill it as the operating system would.
final class BrokerProcess {
    /// `FOLDER PORT CONTROLLER_PORT`; serves until it is killed.
    public static void main(String[] args) throws Exception {
        EmbeddedBroker.start(
                Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        Thread.currentThread().join();
    }

    private final Process process;

    private BrokerProcess(Process process) {
        this.process = process;
    }

    static BrokerProcess start(Path folder, int port, int controllerPort) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx200m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(port),
                        Integer.toString(controllerPort));
        File log = folder.resolveSibling("broker.log").toFile();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        return new BrokerProcess(builder.start());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS))
            throw new IllegalStateException("the broker lives on");
    }
}
