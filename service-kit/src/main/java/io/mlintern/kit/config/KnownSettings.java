package io.mlintern.kit.config;

import com.fasterxml.jackson.core.type.TypeReference;
import io.mlintern.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All settings that somebody reads. Each jar lists its own in the resource [#RESOURCE]; documentation and the check for
/// unknown keys come from there.
///
/// A section is a prefix such as `mlintern.tool-service.`; a key belongs to the longest section that it begins with. Keys of
/// sections that nobody lists are not judged: on one machine a process sees the settings of others too.
public final class KnownSettings {
    public static final String RESOURCE = "META-INF/mlintern/settings.json";

    private static final String OURS = "mlintern.";

    private final List<Section> sections;

    /// What one jar lists.
    ///
    /// @param others prefixes within this one that belong to others, who may not be on this class path
    public record Section(String section, List<String> others, List<Setting> settings) {
        public Section {
            others = List.copyOf(others);
            settings = List.copyOf(settings);
        }

        boolean owns(String key) {
            return key.startsWith(section) && others.stream().noneMatch(key::startsWith);
        }

        boolean knows(String key) {
            return settings.stream().anyMatch(setting -> setting.matches(key));
        }
    }

    /// One setting.
    ///
    /// @param key the whole key; `*` at its end stands for whatever follows
    /// @param standard what holds when it is not set
    public record Setting(String key, Optional<String> standard, String meaning) {
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

    /// One sentence for each key that nobody reads, with the nearest that somebody does.
    public List<String> unknown(Iterable<String> keys) {
        List<String> sentences = new ArrayList<>();
        for (String key : keys) {
            if (key.startsWith(OURS)) {
                section(key)
                        .filter(section -> !section.knows(key))
                        .ifPresent(section -> sentences.add(sentence(key)));
            }
        }
        Collections.sort(sentences);
        return sentences;
    }

    private Optional<Section> section(String key) {
        return sections.stream()
                .filter(section -> section.owns(key))
                .max(Comparator.comparingInt(section -> section.section().length()));
    }

    private String sentence(String key) {
        String nearest =
                sections.stream()
                        .map(Section::settings)
                        .flatMap(Collection::stream)
                        .map(Setting::key)
                        .min(Comparator.comparingInt(known -> distance(key, known)))
                        .map(known -> "; did you mean " + known + "?")
                        .orElse("");
        return "unknown setting " + key + nearest;
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
