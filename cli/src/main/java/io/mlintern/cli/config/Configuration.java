package io.mlintern.cli.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the configuration files say, as far as the client acts on it.
///
/// @param mcpServers the names of the configured MCP servers
/// @param withoutEffect keys that the user's own file sets and that nothing reads yet
public record Configuration(
        Optional<String> model,
        OptionalInt maxIterations,
        List<String> mcpServers,
        List<String> withoutEffect) {
    public Configuration {
        mcpServers = List.copyOf(mcpServers);
        withoutEffect = List.copyOf(withoutEffect);
    }

    /// What to tell the user, so that no setting is ignored silently.
    public List<String> notices() {
        var notices = new java.util.ArrayList<String>();
        if (!mcpServers.isEmpty()) {
            notices.add("MCP servers are not used yet: " + String.join(", ", mcpServers));
        }
        if (!withoutEffect.isEmpty()) {
            notices.add("configured, but without effect yet: " + String.join(", ", withoutEffect));
        }
        return notices;
    }
}
