package io.mlintern.kit.config;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// Stops the start where a setting is set that nobody reads, since a misspelt one would silently not hold, where a value is not
/// what it has to be, and where a needed one is missing. Before anything else: no channel is opened and no pool.
public final class SettingsCheck implements Extension {
    void check(@Observes BeforeBeanDiscovery beginning) {
        var complaints =
                complaints(
                        ConfigProvider.getConfig(), Thread.currentThread().getContextClassLoader());
        if (!complaints.isEmpty()) {
            throw new SettingsException(String.join("\n", complaints));
        }
    }

    /// What is wrong with these settings, for the services on this class path; each complaint is a sentence.
    static List<String> complaints(Config config, ClassLoader loader) {
        var known = KnownSettings.of(loader);
        Map<String, String> given = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            if (!KnownSettings.isOurs(name)) continue;
            config.getOptionalValue(name, String.class).ifPresent(value -> given.put(name, value));
        }
        List<String> complaints = new ArrayList<>(known.complaints(given));
        for (String key : known.needed()) {
            config.getOptionalValue(key, String.class).ifPresent(value -> given.put(key, value));
        }
        complaints.addAll(known.missing(given));
        return List.copyOf(complaints);
    }
}
