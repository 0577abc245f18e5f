package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.SessionSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// The text that begins every conversation, with places for what differs between sessions.
///
/// @param version changes with the text
/// @param attended what is said when a person is there to be asked, and when not
public record SystemPromptTemplate(
        String version, String text, String attended, String unattended) {

    String render(SessionSettings settings, ToolCatalog tools, Instant now) {
        return text.replace("{tool_count}", Integer.toString(tools.tools().size()))
                .replace("{tools}", tools.names())
                .replace("{workspace}", settings.workspace().path().orElse("a folder of its own"))
                .replace("{date}", LocalDate.ofInstant(now, ZoneOffset.UTC).toString())
                .replace("{attendance}", settings.attended() ? attended : unattended);
    }

    /// Names a rendering: it is written anew only when one of these has changed, not with each new day.
    String versionFor(SessionSettings settings, ToolCatalog tools) {
        return version
                + (settings.attended() ? "+attended" : "+unattended")
                + "+"
                + Integer.toHexString(tools.names().hashCode());
    }
}
