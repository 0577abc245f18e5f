package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.Patience;
import io.mlintern.protocol.SessionId;
import io.mlintern.protocol.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/// The one door for what the store does not know: operations of such sessions wait here, in their order, until the catalog
/// has said what the session is. Who asks the catalog again, should its answer be lost, is this place too.
///
/// Used by the stream thread alone; what waits is in the store, so a restart asks anew.
final class Door {
    static final int MOST_A_SESSION = 100;
    static final int MOST = 1_000;
    static final long MOST_BYTES = 4L * Topics.MAX_MESSAGE_BYTES;

    private final KeyValueStore<String, byte[]> store;
    private final Map<SessionId, Waiting> waiting = new HashMap<>();
    private int count;
    private long bytes;

    /// @param asked how often the catalog was asked
    private record Waiting(int count, Instant askAt, int asked) {
        static final Waiting NOBODY = new Waiting(0, Instant.EPOCH, 0);

        Waiting oneMore() {
            return new Waiting(count + 1, askAt, asked);
        }

        Waiting askedAt(Instant now, Patience patience) {
            var pause = asked == 0 ? patience.firstHandOut() : patience.laterHandOuts();
            return new Waiting(count, now.plus(pause), asked + 1);
        }
    }

    Door(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (var all = store.all()) {
            all.forEachRemaining(entry -> count(session(entry.key), entry.value.length));
        }
    }

    /// Lets an operation wait; empty when it does, else why it cannot.
    Optional<String> park(SessionId session, Arrived operation) {
        byte[] kept = operation.bytes();
        if (waiting.getOrDefault(session, Waiting.NOBODY).count() >= MOST_A_SESSION) {
            return Optional.of("too many operations wait for this session to be loaded");
        }
        if (count >= MOST || bytes + kept.length > MOST_BYTES) {
            return Optional.of("too many operations wait for sessions to be loaded");
        }
        if (!RecordSize.fits(kept.length + (long) operation.topic().length())) {
            return Optional.of("too large to wait for its session to be loaded");
        }
        store.put(key(session, operation.offset()), kept);
        count(session, kept.length);
        return Optional.empty();
    }

    /// What waits for a session, in its order; it waits no longer.
    List<Arrived> leave(SessionId session) {
        List<Arrived> left = new ArrayList<>();
        if (waiting.remove(session) == null) {
            return left;
        }
        List<String> keys = new ArrayList<>();
        // '0' is the character behind the slash.
        try (var all = store.range(session.value() + "/", session.value() + "0")) {
            all.forEachRemaining(
                    entry -> {
                        keys.add(entry.key);
                        left.add(Arrived.read(entry.value));
                        bytes -= entry.value.length;
                    });
        }
        count -= keys.size();
        keys.forEach(store::delete);
        return left;
    }

    /// The sessions that the catalog is to be asked for now; each is given once until it is due again.
    List<SessionId> toAsk(Instant now, Patience patience) {
        List<SessionId> due =
                waiting.entrySet().stream()
                        .filter(entry -> !entry.getValue().askAt().isAfter(now))
                        .map(Map.Entry::getKey)
                        .toList();
        due.forEach(
                session -> waiting.computeIfPresent(session, (_, it) -> it.askedAt(now, patience)));
        return due;
    }

    private void count(SessionId session, int size) {
        waiting.put(session, waiting.getOrDefault(session, Waiting.NOBODY).oneMore());
        count++;
        bytes += size;
    }

    private static String key(SessionId session, long offset) {
        return "%s/%019d".formatted(session.value(), offset);
    }

    private static SessionId session(String key) {
        return new SessionId(key.substring(0, key.indexOf('/')));
    }
}
