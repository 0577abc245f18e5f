package io.mlintern.kit.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/// The settings below one prefix, read as what they are.
///
/// @param prefix with the dot at its end, such as `mlintern.tool-service.`
public record Settings(Config config, String prefix) {
    public Settings {
        if (!prefix.endsWith(".")) {
            throw new IllegalArgumentException("a prefix ends with a dot: " + prefix);
        }
    }

    /// @throws SettingsException when it is not set
    public String text(String name) {
        return required(name, optionalText(name));
    }

    public String text(String name, String otherwise) {
        return optionalText(name).orElse(otherwise);
    }

    /// Empty when it is not set, or blank.
    public Optional<String> optionalText(String name) {
        return config.getOptionalValue(prefix + name, String.class)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    public Duration duration(String name, Duration otherwise) {
        return read(name, "a duration such as PT10S", Settings::positive).orElse(otherwise);
    }

    /// @throws SettingsException when it is set to something else than a number from `least` to `most`
    public int number(String name, int otherwise, int least, int most) {
        String expected = "a number from " + least + " to " + most;
        return read(name, expected, text -> between(Integer.parseInt(text), least, most))
                .orElse(otherwise);
    }

    public boolean flag(String name, boolean otherwise) {
        return read(name, "true or false", Settings::truth).orElse(otherwise);
    }

    /// @throws SettingsException when it is not set, or no http or https URL
    public URI url(String name) {
        return required(name, read(name, "a URL such as http://host:8080", Settings::http));
    }

    /// @throws SettingsException when it is not set
    public Path file(String name) {
        return required(name, read(name, "a path", Path::of));
    }

    private <T> T required(String name, Optional<T> value) {
        return value.orElseThrow(() -> new SettingsException(prefix + name + " is not set"));
    }

    private <T> Optional<T> read(String name, String expected, Function<String, T> parse) {
        try {
            return optionalText(name).map(parse);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new SettingsException(prefix + name + " has to be " + expected);
        }
    }

    private static Duration positive(String text) {
        var duration = Duration.parse(text);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("negative");
        }
        return duration;
    }

    private static int between(int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException("out of bounds");
        }
        return number;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    private static URI http(String text) {
        var url = URI.create(text);
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("no URL");
        }
        return url;
    }
}
