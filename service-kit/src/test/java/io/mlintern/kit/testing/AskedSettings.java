package io.mlintern.kit.testing;

import io.helidon.config.mp.MpConfigSources;
import io.mlintern.kit.config.KnownSettings;
import io.mlintern.kit.config.KnownSettings.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;

/// Writes down which of our settings are asked for while tests of this JVM run, so that they can be compared with those that
/// are listed. It knows no value itself.
public final class AskedSettings implements ConfigSource {
    private static final Set<String> ASKED = new ConcurrentSkipListSet<>();

    /// What was asked for and is listed nowhere: a start would refuse it, and no page names it.
    public static Set<String> unlisted() {
        var unlisted = new TreeSet<>(ASKED);
        unlisted.removeIf(key -> key.startsWith("mlintern.test."));
        unlisted.removeAll(listed().keySet());
        return unlisted;
    }

    /// What the section of this name lists and was never asked for.
    public static Set<String> unread(String name) {
        var unread = new TreeSet<String>();
        for (var section : sections()) {
            if (section.section().equals(name)) {
                section.settings().forEach(setting -> unread.add(setting.key()));
            }
        }
        unread.removeAll(ASKED);
        return unread;
    }

    /// Nothing but what is listed as holding when nothing is set.
    public static Config standards(Map<String, String> others) {
        var values = new TreeMap<>(listed());
        values.values().removeIf(String::isEmpty);
        values.putAll(others);
        return config(values);
    }

    /// Nothing but these.
    public static Config config(Map<String, String> values) {
        return ConfigProviderResolver.instance()
                .getBuilder()
                .addDiscoveredConverters()
                .withSources(MpConfigSources.create(values))
                .build();
    }

    private static Map<String, String> listed() {
        var listed = new TreeMap<String, String>();
        for (var section : sections()) {
            section.settings()
                    .forEach(setting -> listed.put(setting.key(), setting.standard().orElse("")));
        }
        return listed;
    }

    private static List<Section> sections() {
        return KnownSettings.of(AskedSettings.class.getClassLoader()).sections();
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.of();
    }

    @Override
    public String getValue(String name) {
        if (name.startsWith("mlintern.")) {
            ASKED.add(name);
        }
        return null;
    }

    @Override
    public String getName() {
        return "asked settings";
    }

    @Override
    public int getOrdinal() {
        return Integer.MAX_VALUE;
    }
}
