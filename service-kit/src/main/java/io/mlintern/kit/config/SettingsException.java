package io.mlintern.kit.config;

/// A setting that is missing, unknown or not what it must be. The message names the key and says what to do; it never has
/// the value, which may be a secret.
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingsException(String message) {
        super(message);
    }
}
