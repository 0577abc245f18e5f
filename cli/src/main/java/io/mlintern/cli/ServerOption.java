package io.mlintern.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/// `--server URL` of a command that asks one server.
final class ServerOption {
    @Option(names = "--server", paramLabel = "URL", description = "Of this server.")
    private String url;

    /// The server that was named; otherwise it is the local one.
    Optional<String> url() {
        return Optional.ofNullable(url);
    }
}
