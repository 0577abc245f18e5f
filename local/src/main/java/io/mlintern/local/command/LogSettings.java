package io.mlintern.local.command;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.folder.OwnerFile;
import java.io.IOException;
import java.nio.file.Path;

/// The logging of a process: one file in `logs`, rotated and bounded.
final class LogSettings {
    private static final int BYTES = 5_000_000;
    private static final int FILES = 4;

    /// The process that has the broker.
    static final String LOCAL = "local";

    private LogSettings() {}

    static Path write(DataFolder folder, String process) throws IOException {
        Path file = folder.run().resolve("logging-" + process + ".properties");
        OwnerFile.write(
                file,
                """
                handlers=java.util.logging.FileHandler
                java.util.logging.FileHandler.pattern=%s
                java.util.logging.FileHandler.limit=%d
                java.util.logging.FileHandler.count=%d
                java.util.logging.FileHandler.append=true
                java.util.logging.FileHandler.encoding=UTF-8
                java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
                %s
                java.util.logging.SimpleFormatter.format=%%1$tFT%%1$tT.%%1$tL %%4$s %%3$s: %%5$s%%6$s%%n
                .level=INFO
                kafka.level=WARNING
                org.apache.kafka.level=WARNING
                state.change.logger.level=WARNING
                io.helidon.level=WARNING
                org.jboss.weld.level=WARNING
                io.smallrye.level=WARNING
                org.flywaydb.level=WARNING
                com.zaxxer.hikari.level=WARNING
                org.glassfish.jersey.server.ServerRuntime$Responder.level=OFF
                """
                        .formatted(pattern(folder, process), BYTES, FILES, filter(process)));
        return file;
    }

    /// The newest file; older ones have higher numbers.
    static Path current(DataFolder folder, String process) {
        return folder.logs().resolve(process + ".0.log");
    }

    private static String filter(String process) {
        return process.equals(LOCAL)
                ? "java.util.logging.FileHandler.filter=io.mlintern.local.server.BrokerNoise"
                : "";
    }

    /// `%%` is how the handler's pattern writes a per cent sign.
    private static String pattern(DataFolder folder, String process) {
        return folder.logs().toString().replace("%", "%%") + "/" + process + ".%g.log";
    }
}
