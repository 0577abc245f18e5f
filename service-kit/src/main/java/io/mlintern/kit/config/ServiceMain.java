package io.mlintern.kit.config;

import java.util.Optional;

/// Runs a service as a process of its own.
///
/// A setting that is unknown or not what it must be ends it with one sentence and exit code [#BAD_CONFIGURATION].
public final class ServiceMain {
    /// The contract's exit code for bad usage and bad configuration.
    public static final int BAD_CONFIGURATION = 2;

    private ServiceMain() {}

    public static void run(String[] args) {
        try {
            io.helidon.Main.main(args);
        } catch (RuntimeException failure) {
            System.err.println(complaint(failure).orElseThrow(() -> failure));
            System.exit(BAD_CONFIGURATION);
        }
    }

    /// What is wrong with the settings, where that is why the container did not start.
    public static Optional<String> complaint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException settings) {
                return Optional.of(settings.getMessage());
            }
        }
        return Optional.empty();
    }
}
