package io.mlintern.system.crash;

import io.mlintern.system.CommittedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.awaitility.Awaitility;

/// Follows the topic `events` with a plain client that sees what is committed, from its beginning and over every death of the
/// broker.
final class EventLog implements AutoCloseable {
    private static final String TOPIC = "mlintern.events";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final CommittedReader topic;
    private final Map<String, List<Event>> bySession = new ConcurrentHashMap<>();
    private final Thread reader = Thread.ofPlatform().name("event-log").unstarted(this::read);

    private EventLog(String bootstrap) {
        topic = new CommittedReader(bootstrap, TOPIC::equals);
    }

    static EventLog follow(String bootstrap) {
        EventLog log = new EventLog(bootstrap);
        log.reader.start();
        return log;
    }

    private void read() {
        try (topic) {
            while (true) {
                try {
                    topic.poll().forEach(sent -> Event.of(sent).ifPresent(this::add));
                } catch (WakeupException closed) {
                    return;
                } catch (KafkaException away) {
                    // The broker was killed; it comes again.
                }
            }
        }
    }

    private void add(Event event) {
        List<Event> events = bySession.computeIfAbsent(event.session(), _ -> new ArrayList<>());
        synchronized (events) {
            events.add(event);
        }
    }

    List<Event> of(String session) {
        List<Event> events = bySession.getOrDefault(session, List.of());
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    int turnsEnded(String session) {
        return (int) of(session).stream().filter(Event::endsTurn).count();
    }

    /// Waits for such an event of the session.
    Event await(String session, Duration atMost, Predicate<Event> wanted) {
        return Awaitility.await()
                .pollInterval(BETWEEN_LOOKS)
                .atMost(atMost)
                .until(() -> of(session).stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /// Waits until so many turns have ended, however long the server needs to start meanwhile; fails when the session stands still.
    ///
    /// @param still without any new event
    void awaitTurns(String session, int turns, Duration still) {
        // Counted before the look: what comes in between is progress.
        int seen = of(session).size();
        while (turnsEnded(session) < turns) {
            int before = seen;
            Awaitility.await("turn %d of %s, which stands still".formatted(turns, session))
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(still)
                    .until(() -> of(session).size() > before);
            seen = of(session).size();
        }
    }

    @Override
    public void close() {
        topic.wakeUp();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
