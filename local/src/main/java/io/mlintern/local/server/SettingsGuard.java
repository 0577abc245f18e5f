package io.mlintern.local.server;

import io.mlintern.kit.config.KnownSettings;
import io.mlintern.local.folder.Fatal;
import java.util.ArrayList;
import java.util.List;

/// Refuses a start with a setting that none of the services reads, before anything is started: here all of them are on the
/// class path, in either form of the server.
public final class SettingsGuard {
    private SettingsGuard() {}

    /// Looks at this process's environment, which its services inherit, and at its system properties.
    public static void check() {
        List<String> names = new ArrayList<>(System.getenv().keySet());
        names.addAll(System.getProperties().stringPropertyNames());
        check(names);
    }

    static void check(List<String> names) {
        List<String> unknown =
                KnownSettings.of(SettingsGuard.class.getClassLoader()).unknown(names);
        if (!unknown.isEmpty()) throw new Fatal(Fatal.USAGE, String.join("\n", unknown));
    }
}
