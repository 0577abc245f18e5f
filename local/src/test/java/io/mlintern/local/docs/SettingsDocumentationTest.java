package io.mlintern.local.docs;

import io.mlintern.kit.config.KnownSettings;
import io.mlintern.protocol.Committed;
import org.junit.jupiter.api.Test;

/// What is documented of the services' settings is what they list, and a start accepts nothing else.
class SettingsDocumentationTest {
    private static final String PAGE = "docs/configuration.md";

    @Test
    void theTablesOfSettingsAreUpToDate() {
        var known = KnownSettings.of(getClass().getClassLoader());
        String page = Committed.read(Committed.path(PAGE));

        Committed.check(PAGE, SettingsTables.into(page, known));
    }
}
