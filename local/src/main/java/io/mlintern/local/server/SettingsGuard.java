package io.mlintern.local.server;

import io.mlintern.kit.config.KnownSettings;
import io.mlintern.local.folder.Fatal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Refuses a start with a setting that none of the services reads, or with a value that is none, before anything is started: here all of them are on the
/// class path, in either form of the server.
public final class SettingsGuard {
    private SettingsGuard() {}

    /// Looks at this process's environment, which its services inherit, and at its system properties.
    public static void check() {
        Map<String, String> given = new TreeMap<>(System.getenv());
        var properties = System.getProperties();
        properties
                .stringPropertyNames()
                .forEach(name -> given.put(name, properties.getProperty(name)));
        check(given);
    }

    static void check(Map<String, String> given) {
        List<String> complaints =
                KnownSettings.of(SettingsGuard.class.getClassLoader()).complaints(given);
        if (!complaints.isEmpty()) throw new Fatal(Fatal.USAGE, String.join("\n", complaints));
    }
}
