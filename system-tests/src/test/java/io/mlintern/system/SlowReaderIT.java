package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Readers that take nothing while megabytes of events come.
///
/// Runs with `-Dmlintern.system.slow=true`: it takes 116 s.
@EnabledIfSystemProperty(named = "mlintern.system.slow", matches = "true")
class SlowReaderIT {
    private static final int READERS = 8;
    private static final int BUFFER = 16 * 1024;

    /// Less than ships waits for a reader; as much again is being written to it.
    private static final Map<String, String> ONE_MEGABYTE =
            Map.of("MLINTERN_ORCHESTRATOR_EVENTS_WAITING_BYTES", "1048576");

    /// Some 0.65 MB of events each: together more than the server and the machine (4 MiB) keep for a reader. The conversation of an
    /// eleventh turn would be larger than a request may be.
    private static final int TURNS = 10;

    private static final String LONG_ANSWER = "This is a long answer. ".repeat(10_000);

    @TempDir Path folder;

    /// A stream says that it lives as long as it is open: a reader who waits for what is lost would wait for ever.
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoTakesNothingIsCutAndHasEverythingWhenItComesBackWhileOthersAreNotHeldUp() {
        List<EventReader> slow = new ArrayList<>();
        try (var server = ProductServer.start(ProductServer.Form.COMBINED, ONE_MEGABYTE);
                var provider = FakeModel.playing(ModelAnswer.says(LONG_ANSWER))) {
            Api api = Api.owner(server);
            api.credentials(Map.of("VLLM_BASE_URL", provider.url()));
            Session session = api.open("vllm/x", folder);
            for (int number = 0; number < READERS; number++) slow.add(slowReader(session));

            for (int turn = 0; turn < TURNS; turn++) {
                var events = session.turn("again");
                assertThat(events.getLast().path("event_type").asText())
                        .as("turn %d: %s", turn, events.getLast())
                        .isEqualTo("turn_complete");
            }

            var whole = new Received();
            whole.readOn(session);
            for (EventReader reader : slow) {
                var received = new Received();
                received.untilItIsCut(reader);
                assertThat(received.turns).as("turns of a reader that is cut").isLessThan(TURNS);
                received.readOn(session);
                assertThat(received.ids).isEqualTo(whole.ids);
                assertThat(received.bytes).isEqualTo(whole.bytes);
            }
        } finally {
            slow.forEach(EventReader::close);
        }
    }

    private static EventReader slowReader(Session session) {
        return EventReader.open(
                session.api(), session.id(), Optional.empty(), EventReader.WITHOUT_END, BUFFER);
    }

    /// What one reader has, over all its connections.
    private static final class Received {
        private final List<String> ids = new ArrayList<>();
        private long bytes;
        private int turns;

        void untilItIsCut(EventReader reader) {
            try {
                while (turns < TURNS) {
                    var frame = reader.next();
                    if (frame.isEmpty()) return;
                    add(frame.get());
                }
            } catch (UncheckedIOException cut) {
                // In the middle of an event, which is sent again.
                if (cut.getCause() instanceof SocketTimeoutException) throw cut;
            }
        }

        /// Behind what it has, to the end of the last turn.
        void readOn(Session session) {
            Optional<String> after = ids.isEmpty() ? Optional.empty() : Optional.of(ids.getLast());
            try (var reader = session.follow(after)) {
                while (turns < TURNS) add(reader.next().orElseThrow());
            }
        }

        private void add(EventReader.Frame frame) {
            ids.add(frame.id());
            bytes += frame.bytes().length();
            if (Session.endsTurn(Api.read(frame.data()))) turns++;
        }
    }
}
