package io.mlintern.kit.config;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.config.ConfigProvider;

/// Stops the start where a setting is set that nobody reads: a misspelt one would silently not hold.
public final class SettingsCheck implements Extension {
    void check(@Observes AfterDeploymentValidation validation) {
        var unknown =
                KnownSettings.of(Thread.currentThread().getContextClassLoader())
                        .unknown(ConfigProvider.getConfig().getPropertyNames());
        if (!unknown.isEmpty()) {
            // One problem for all: of several the container makes a single text, traces and all.
            validation.addDeploymentProblem(new SettingsException(String.join("\n", unknown)));
        }
    }
}
