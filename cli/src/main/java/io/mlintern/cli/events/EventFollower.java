package io.mlintern.cli.events;

import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import io.mlintern.cli.server.Api;
import io.mlintern.cli.server.Retries;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Follows a session's events over as many connections as it takes: each event once, none left out.
public final class EventFollower implements Closeable {
    private final Api api;
    private final String session;
    private final String after;
    private final Consumer<String> notices;
    private final Retries retries;
    private Optional<String> lastId = Optional.empty();
    private Optional<Connection> connection = Optional.empty();

    private record Connection(InputStream body, SseReader frames, Silence silence) {}

    /// @param after the cursor to begin at, as the server gave it
    /// @param notices takes what the user should know about the connection
    public EventFollower(Api api, String session, String after, Consumer<String> notices) {
        this.api = api;
        this.session = session;
        this.after = after;
        this.notices = notices;
        this.retries = new Retries(api.patience(), InstantSource.system());
    }

    /// Waits for the next event.
    public SessionEvent next() {
        while (true) {
            try {
                Connection open = connected();
                Optional<SseReader.Frame> frame = open.frames().next();
                if (frame.isPresent()) {
                    frame.get().id().ifPresent(id -> lastId = Optional.of(id));
                    return SessionEvent.of(frame.get().data());
                }
                lost(Duration.ZERO);
            } catch (IOException e) {
                lost(Duration.ZERO);
            }
        }
    }

    private Connection connected() throws IOException {
        while (connection.isEmpty()) {
            HttpResponse<InputStream> response = api.events(session, after, lastId);
            if (response.statusCode() == 200) {
                var silence = new Silence(response.body(), api.patience().silence());
                var frames = new SseReader(response.body(), () -> heard(silence));
                connection = Optional.of(new Connection(response.body(), frames, silence));
            } else {
                refused(response);
            }
        }
        return connection.get();
    }

    private void heard(Silence silence) {
        silence.heard();
        retries.succeeded();
    }

    private void refused(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        response.body().close();
        if (status < 500 && status != 429) {
            throw CliFailure.server(
                    "The server refused to send the events of session %s (HTTP status %d)."
                            .formatted(session, status));
        }
        lost(Api.retryAfter(response));
    }

    private void lost(Duration atLeast) {
        close();
        if (!retries.again(atLeast)) {
            throw new CliFailure(
                    ExitCode.SERVER,
                    List.of(
                            api.unreachable().getMessage(),
                            "The session is kept; go on with: ml-intern --resume " + session));
        }
        notices.accept("connection lost, connecting again …");
        api.lookAgain();
    }

    @Override
    public void close() {
        connection.ifPresent(
                open -> {
                    open.silence().close();
                    try {
                        open.body().close();
                    } catch (IOException e) {
                        // It is being thrown away.
                    }
                });
        connection = Optional.empty();
    }
}
