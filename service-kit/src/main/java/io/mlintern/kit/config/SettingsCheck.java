package io.mlintern.kit.config;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.config.ConfigProvider;

/// Stops the start where a setting is set that nobody reads: a misspelt one would silently not hold.
public final class SettingsCheck implements Extension {
    void check(@Observes AfterDeploymentValidation validation) {
        var loader = Thread.currentThread().getContextClassLoader();
        KnownSettings.of(loader)
                .unknown(ConfigProvider.getConfig().getPropertyNames())
                .forEach(
                        sentence ->
                                validation.addDeploymentProblem(new SettingsException(sentence)));
    }
}
