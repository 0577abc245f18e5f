package io.mlintern.cli.server;

import io.mlintern.cli.config.Environment;
import io.mlintern.cli.exit.CliFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Decides which server a call talks to: the named one (`--server`, `ML_INTERN_SERVER`), otherwise the local one.
public final class ServerLocator {
    private final Environment environment;
    private final DataFolder data;

    public ServerLocator(Environment environment, DataFolder data) {
        this.environment = environment;
        this.data = data;
    }

    /// The server that the user named, without looking whether it answers.
    public Optional<ServerAddress> named(Optional<String> option) {
        return option.or(() -> environment.given("ML_INTERN_SERVER")).map(this::address);
    }

    /// Where the same server is now: after a restart ours may have another port.
    public ServerAddress again(ServerAddress known) {
        return known.local() ? data.running().orElse(known) : known;
    }

    private ServerAddress address(String text) {
        URI url = url(text);
        boolean ours = data.running().map(ServerAddress::url).filter(url::equals).isPresent();
        return new ServerAddress(url, token(ours), ours);
    }

    private Optional<String> token(boolean ours) {
        Optional<String> given = environment.given("ML_INTERN_TOKEN");
        try {
            return given.isPresent() || !ours ? given : data.token();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static URI url(String text) {
        try {
            String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            URI url = new URI(trimmed);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The sentence below says it.
        }
        throw CliFailure.usage(
                "\"%s\" is no server address; it looks like http://HOST:PORT.".formatted(text));
    }
}
