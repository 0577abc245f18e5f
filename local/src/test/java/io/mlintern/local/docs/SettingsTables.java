package io.mlintern.local.docs;

import io.mlintern.kit.config.KnownSettings;
import io.mlintern.kit.config.KnownSettings.Section;
import io.mlintern.kit.config.KnownSettings.Setting;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The tables of the services' settings, in their place on the page.
final class SettingsTables {
    private static final String BEGIN =
            "<!-- Made from the code by SettingsDocumentationTest (module local); it says the command that rewrites it. -->\n";
    private static final String END = "<!-- end -->\n";

    private SettingsTables() {}

    /// @throws IllegalArgumentException where the page has no place for them
    static String into(String page, KnownSettings known) {
        int from = page.indexOf(BEGIN);
        int to = page.indexOf(END);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the page has no place for the tables: " + BEGIN);
        }
        String tables =
                known.sections().stream()
                        .sorted(Comparator.comparing(Section::section))
                        .map(section -> table(section, known.needed()))
                        .collect(Collectors.joining());
        return page.substring(0, from) + BEGIN + tables + "\n" + page.substring(to);
    }

    private static String table(Section section, List<String> needed) {
        return "\n### `%s*`\n\n| key | value | default | meaning |\n|---|---|---|---|\n%s"
                .formatted(
                        section.section(),
                        section.settings().stream()
                                .map(setting -> row(setting, needed.contains(setting.key())))
                                .collect(Collectors.joining()));
    }

    private static String row(Setting setting, boolean needed) {
        String none = needed ? "must be set" : "–";
        String standard = setting.standard().map("`%s`"::formatted).orElse(none);
        return "| `%s` | %s | %s | %s |\n"
                .formatted(setting.key(), setting.expected(), standard, setting.meaning());
    }
}
