package io.mlintern.cli.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables of a call: the real environment, then `.env` of the current folder, then `.env` of the project root.
public final class Environment {
    private final Map<String, String> variables;
    private final Map<String, Path> fromFiles;

    private Environment(Map<String, String> variables, Map<String, Path> fromFiles) {
        this.variables = Map.copyOf(variables);
        this.fromFiles = Map.copyOf(fromFiles);
    }

    public static Environment of(Map<String, String> real) {
        return new Environment(real, Map.of());
    }

    /// @param folders where to look for `.env`, the stronger first
    public static Environment load(Map<String, String> real, List<Path> folders) {
        var variables = new LinkedHashMap<>(real);
        var origins = new LinkedHashMap<String, Path>();
        for (Path folder : folders) {
            Path file = folder.resolve(".env");
            Dotenv.read(file)
                    .forEach(
                            (name, value) -> {
                                if (variables.putIfAbsent(name, value) == null) {
                                    origins.put(name, file);
                                }
                            });
        }
        return new Environment(variables, origins);
    }

    /// The value, also an empty one.
    public Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /// The value if it says something: a blank one counts as not set.
    public Optional<String> given(String name) {
        return get(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    public boolean has(String name) {
        return given(name).isPresent();
    }

    /// The `.env` that a variable was taken from, if it was.
    public Optional<Path> fileOf(String name) {
        return Optional.ofNullable(fromFiles.get(name));
    }
}
