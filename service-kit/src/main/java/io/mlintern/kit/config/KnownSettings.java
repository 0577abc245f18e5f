package io.mlintern.kit.config;

import com.fasterxml.jackson.core.type.TypeReference;
import io.mlintern.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All settings that somebody reads. Each jar lists its own in the resource [#RESOURCE]; documentation and the check for
/// unknown keys come from there.
///
/// A section is a prefix such as `mlintern.tool-service.`, whose keys are judged where it is listed. Keys of sections that
/// nobody lists are not: on one machine a process sees the settings of others too.
public final class KnownSettings {
    public static final String RESOURCE = "META-INF/mlintern/settings.json";

    private static final String OURS = "mlintern.";

    private final List<Section> sections;

    /// What one jar lists.
    ///
    /// @param others prefixes within this one that belong to others, who may not be on this class path
    /// @param needs keys, of any section, without which who lists this one does not start
    public record Section(
            String section, List<String> others, List<String> needs, List<Setting> settings) {
        public Section {
            others = List.copyOf(others);
            needs = List.copyOf(needs);
            settings = List.copyOf(settings);
        }

        Section as(UnaryOperator<String> form) {
            return new Section(
                    form.apply(section),
                    others.stream().map(form).toList(),
                    needs.stream().map(form).toList(),
                    settings.stream().map(setting -> setting.as(form)).toList());
        }

        boolean owns(String key) {
            return key.startsWith(section) && others.stream().noneMatch(key::startsWith);
        }

        boolean knows(String key) {
            return find(key).isPresent();
        }

        Optional<Setting> find(String key) {
            return settings.stream().filter(setting -> setting.matches(key)).findFirst();
        }
    }

    /// One setting.
    ///
    /// @param key the whole key; `*` at its end stands for whatever follows
    /// @param standard what holds when it is not set
    /// @param kind of its value; text when it is left out
    /// @param least of a number; 1 when it is left out
    /// @param most of a number; the largest `int` when it is left out
    public record Setting(
            String key,
            Optional<String> standard,
            Optional<SettingKind> kind,
            Optional<Long> least,
            Optional<Long> most,
            String meaning) {
        private static final long LEAST = 1;
        private static final long MOST = Integer.MAX_VALUE;

        Setting as(UnaryOperator<String> form) {
            return new Setting(form.apply(key), standard, kind, least, most, meaning);
        }

        /// In words: "a whole number from 1 to 500".
        public String expected() {
            String words = kindOfValue().expected();
            if (kindOfValue() != SettingKind.NUMBER) return words;
            String from = words + " from " + least.orElse(LEAST);
            return most.map(number -> from + " to " + number).orElse(from);
        }

        boolean takes(String value) {
            if (!kindOfValue().fits(value)) return false;
            if (kindOfValue() != SettingKind.NUMBER) return true;
            long number = Long.parseLong(value);
            return number >= least.orElse(LEAST) && number <= most.orElse(MOST);
        }

        private SettingKind kindOfValue() {
            return kind.orElse(SettingKind.TEXT);
        }

        boolean matches(String name) {
            return key.endsWith("*")
                    ? name.startsWith(key.substring(0, key.length() - 1))
                    : name.equals(key);
        }
    }

    KnownSettings(List<Section> sections) {
        this.sections = List.copyOf(sections);
    }

    /// Those of all jars that `loader` sees.
    public static KnownSettings of(ClassLoader loader) {
        try {
            List<Section> sections = new ArrayList<>();
            for (URL url : Collections.list(loader.getResources(RESOURCE))) {
                try (InputStream in = url.openStream()) {
                    sections.addAll(
                            Json.mapper().readValue(in, new TypeReference<List<Section>>() {}));
                }
            }
            return new KnownSettings(sections);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    public List<Section> sections() {
        return sections;
    }

    /// What is wrong with these settings; each complaint is a sentence.
    public List<String> complaints(Map<String, String> given) {
        List<String> all = new ArrayList<>(unknown(given.keySet()));
        all.addAll(wrong(given));
        return List.copyOf(all);
    }

    /// One sentence for each key that nobody reads, with the nearest that somebody does. A variable of the environment is
    /// judged by the names that keys have there: `MLINTERN_DB_URL` for `mlintern.db.url`.
    public List<String> unknown(Iterable<String> names) {
        List<String> sentences = new ArrayList<>();
        for (String name : names) {
            if (isOurs(name)) judge(name).ifPresent(sentences::add);
        }
        Collections.sort(sentences);
        return sentences;
    }

    /// One sentence for each key whose value is not what it has to be. It never repeats the value, which may be a secret.
    /// What is blank counts as not set.
    public List<String> wrong(Map<String, String> given) {
        List<String> sentences = new ArrayList<>();
        for (var one : given.entrySet()) {
            find(one.getKey())
                    .filter(setting -> !one.getValue().isBlank())
                    .filter(setting -> !setting.takes(one.getValue().strip()))
                    .ifPresent(
                            setting ->
                                    sentences.add(
                                            one.getKey() + " has to be " + setting.expected()));
        }
        Collections.sort(sentences);
        return sentences;
    }

    /// Keys without which somebody does not start.
    public List<String> needed() {
        return sections.stream()
                .flatMap(section -> section.needs().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /// One sentence for each key that somebody needs and that is not set.
    ///
    /// @param given values by key
    public List<String> missing(Map<String, String> given) {
        return needed().stream()
                .filter(key -> given.getOrDefault(key, "").isBlank())
                .map(key -> key + " is not set" + find(key).map(KnownSettings::hint).orElse(""))
                .toList();
    }

    private static String hint(Setting setting) {
        return ": " + setting.meaning();
    }

    /// Whether this is a key or a variable below our prefix, known or not.
    public static boolean isOurs(String name) {
        return name.startsWith(OURS) || name.startsWith(variable(OURS));
    }

    /// How keys are written where this name comes from.
    private static UnaryOperator<String> form(String name) {
        return name.startsWith(OURS) ? UnaryOperator.identity() : KnownSettings::variable;
    }

    private List<Section> inFormOf(String name) {
        return sections.stream().map(section -> section.as(form(name))).toList();
    }

    private Optional<Setting> find(String name) {
        if (!isOurs(name)) return Optional.empty();
        return inFormOf(name).stream().flatMap(section -> section.find(name).stream()).findFirst();
    }

    private Optional<String> judge(String name) {
        List<Section> named = inFormOf(name);
        boolean judged = named.stream().anyMatch(section -> section.owns(name));
        boolean known = named.stream().anyMatch(section -> section.knows(name));
        return judged && !known ? Optional.of(sentence(name)) : Optional.empty();
    }

    private String sentence(String name) {
        String nearest =
                sections.stream()
                        .flatMap(section -> section.settings().stream())
                        .map(setting -> form(name).apply(setting.key()))
                        .min(Comparator.comparingInt(known -> distance(name, known)))
                        .map(known -> "; did you mean " + known + "?")
                        .orElse("");
        return "unknown setting " + name + nearest;
    }

    /// As MicroProfile Config looks for a key in the environment.
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
    }

    /// How many letters have to be changed, added or taken away.
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
