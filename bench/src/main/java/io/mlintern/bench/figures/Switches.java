package io.mlintern.bench.figures;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The switches of a command: `--name` and `--name value`. What a command does not know is refused.
public record Switches(Set<String> flags, Map<String, List<String>> values) {
    public Switches {
        flags = Set.copyOf(flags);
        values = Map.copyOf(values);
    }

    /// @param flags those that stand alone
    /// @param valued those with a value; each may be given several times
    public static Switches read(Set<String> flags, Set<String> valued, List<String> arguments) {
        Set<String> given = new HashSet<>();
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int at = 0; at < arguments.size(); at++) {
            String name = arguments.get(at);
            if (flags.contains(name)) {
                given.add(name);
            } else if (valued.contains(name) && at + 1 < arguments.size()) {
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(arguments.get(++at));
            } else {
                throw new IllegalArgumentException(
                        "%s is no switch here, or has no value; there are %s and, with a value, %s"
                                .formatted(name, sorted(flags), sorted(valued)));
            }
        }
        return new Switches(given, values);
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /// Of several the last.
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    public int number(String name, int otherwise) {
        return value(name).map(Integer::parseInt).orElse(otherwise);
    }

    /// From `1,64,256`.
    public List<Integer> numbers(String name, String otherwise) {
        return List.of(value(name).orElse(otherwise).split(",", -1)).stream()
                .map(Integer::parseInt)
                .toList();
    }

    /// From repeated `NAME=VALUE`.
    public Map<String, String> settings(String name) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : values.getOrDefault(name, List.of())) {
            int equals = setting.indexOf('=');
            if (equals < 1) throw new IllegalArgumentException(name + " wants NAME=VALUE");
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }
}
