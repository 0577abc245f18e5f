package io.mlintern.kit.config;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.config.ConfigProvider;

/// Stops the start where a setting is set that nobody reads: a misspelt one would silently not hold. Before anything else:
/// no channel is opened and no pool.
public final class SettingsCheck implements Extension {
    void check(@Observes BeforeBeanDiscovery beginning) {
        var unknown =
                KnownSettings.of(Thread.currentThread().getContextClassLoader())
                        .unknown(ConfigProvider.getConfig().getPropertyNames());
        if (!unknown.isEmpty()) {
            throw new SettingsException(String.join("\n", unknown));
        }
    }
}
