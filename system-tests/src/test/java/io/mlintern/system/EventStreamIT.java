package io.mlintern.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A reader that loses its connection has, together, byte for byte what an undisturbed one has.
@ExtendWith(RunningProduct.class)
class EventStreamIT {
    private static final int CUTS = 20;

    @TempDir Path folder;

    @Test
    void whoReconnectsTwentyTimesHasWhatOneReaderHas(ProductServer server) throws Exception {
        long seed = new Random().nextLong();
        Session session = Api.owner(server).open("script/demo", folder);
        var undisturbed = CompletableFuture.supplyAsync(() -> read(session, new Random(), 0));
        var cutWhileItGoesOn =
                CompletableFuture.supplyAsync(() -> read(session, new Random(seed), CUTS));
        session.ask("show me");

        String whole = undisturbed.get(90, TimeUnit.SECONDS);

        assertThat(whole).contains("event: turn_complete").hasSizeGreaterThan(5_000);
        assertThat(cutWhileItGoesOn.get(90, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo(whole);
        assertThat(read(session, new Random(seed + 1), CUTS))
                .as("afterwards, seed %d", seed + 1)
                .isEqualTo(whole);
    }

    /// All up to the end of the turn, with this many connections broken off wherever chance has it.
    private static String read(Session session, Random random, int cuts) {
        List<EventReader.Frame> frames = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (int connection = 0; connection <= cuts; connection++) {
            int bytes = connection == cuts ? EventReader.WITHOUT_END : random.nextInt(800);
            try (var reader = EventReader.open(session.api(), session.id(), after, bytes)) {
                for (var frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                    frames.add(frame.get());
                    after = Optional.of(frame.get().id());
                    if (Session.endsTurn(Api.read(frame.get().data()))) return together(frames);
                }
            }
        }
        throw new AssertionError("the stream ended before the turn: " + together(frames));
    }

    private static String together(List<EventReader.Frame> frames) {
        var bytes = new StringBuilder();
        frames.forEach(frame -> bytes.append(frame.bytes()));
        return bytes.toString();
    }
}
