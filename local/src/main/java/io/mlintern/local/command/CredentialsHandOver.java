package io.mlintern.local.command;

import io.mlintern.local.folder.DataFolder;
import io.mlintern.local.server.ServerFile;
import io.mlintern.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;

/// Gives the keys and addresses of the starting call to the server that it started, for the user of the folder's token.
final class CredentialsHandOver {
    private final Map<String, String> values;

    CredentialsHandOver(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /// Nothing is sent when there is nothing to give.
    ///
    /// @throws IOException when the server does not take them; the message names no value
    void to(ServerFile server, DataFolder folder) throws IOException {
        if (values.isEmpty()) return;
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create(server.url())
                                .resolve("/api/credentials")
                                .toURL()
                                .openConnection();
        connection.setRequestMethod("PUT");
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(10_000);
        connection.setDoOutput(true);
        connection.setRequestProperty(
                "Authorization", "Bearer " + Files.readString(folder.token()).strip());
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream body = connection.getOutputStream()) {
            Json.mapper().writeValue(body, values);
        }
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status >= HttpURLConnection.HTTP_BAD_REQUEST)
            throw new IOException(
                    "the server answered %d to %s"
                            .formatted(status, String.join(", ", values.keySet())));
    }
}
