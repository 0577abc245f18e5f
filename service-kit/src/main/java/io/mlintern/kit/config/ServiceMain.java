package io.mlintern.kit.config;

import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/// Runs a service as a process of its own.
///
/// A setting that is missing, unknown or not what it must be ends it with one sentence for each and exit code
/// [#BAD_CONFIGURATION].
public final class ServiceMain {
    /// The contract's exit code for bad usage and bad configuration.
    public static final int BAD_CONFIGURATION = 2;

    private ServiceMain() {}

    public static void run(String[] args) {
        // Before the container, which writes what stops it with all its causes.
        var complaints =
                SettingsCheck.complaints(
                        ConfigProvider.getConfig(), ServiceMain.class.getClassLoader());
        if (!complaints.isEmpty()) refuse(String.join("\n", complaints));
        try {
            io.helidon.Main.main(args);
        } catch (RuntimeException | ExceptionInInitializerError failure) {
            complaint(failure).ifPresent(ServiceMain::refuse);
            throw failure;
        }
    }

    private static void refuse(String complaint) {
        System.err.println(complaint);
        System.exit(BAD_CONFIGURATION);
    }

    /// What is wrong with the settings, where that is why the container did not start.
    public static Optional<String> complaint(Throwable failure) {
        if (failure instanceof SettingsException settings) {
            return Optional.of(settings.getMessage());
        }
        // Weld has what its extensions threw among what it suppressed.
        return Stream.concat(
                        Stream.ofNullable(failure.getCause()), Stream.of(failure.getSuppressed()))
                .flatMap(cause -> complaint(cause).stream())
                .findFirst();
    }
}
