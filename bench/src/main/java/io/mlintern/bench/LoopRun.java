package io.mlintern.bench;

import io.mlintern.bench.figures.Hops;
import io.mlintern.bench.figures.Moment;
import io.mlintern.bench.figures.Passages;
import io.mlintern.bench.figures.Passages.Place;
import io.mlintern.bench.figures.Spread;
import io.mlintern.bench.model.Course;
import io.mlintern.bench.model.Exchange;
import io.mlintern.bench.model.InstantModel;
import io.mlintern.bench.model.ReadingScript;
import io.mlintern.bench.server.BenchSessions;
import io.mlintern.bench.server.Sightings;
import io.mlintern.system.ProductServer;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/// Sessions that loop on a server: model, `read`, model, `read`, … until a course is over.
final class LoopRun implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration STANDSTILL = Duration.ofSeconds(90);

    private final ProductServer server;
    private final Course course;
    private final ReadingScript script;
    private final InstantModel model;
    private final BenchSessions sessions;

    private LoopRun(ProductServer server, int sessions, Course course) {
        this.server = server;
        this.course = course;
        script = new ReadingScript(course);
        model = InstantModel.start(script);
        this.sessions = BenchSessions.open(server, model, sessions);
    }

    /// All sessions have their prompt when it returns.
    static LoopRun begin(ProductServer server, int sessions, Course course) {
        LoopRun run = new LoopRun(server, sessions, course);
        run.sessions.begin();
        return run;
    }

    /// From its beginning to its end, and what it showed.
    static Measured whole(ProductServer server, int sessions, Course course)
            throws InterruptedException {
        try (LoopRun run = begin(server, sessions, course)) {
            run.awaitEnd();
            return run.measured(exchange -> course.measures(exchange.answeredNanos()));
        }
    }

    /// Until the course is over and each session has got its last word.
    ///
    /// @throws IllegalStateException when nothing moves any more
    void awaitEnd() throws InterruptedException {
        await(course::isOver, course::done);
        await(() -> script.ended() == sessions.ids().size(), script::ended);
        if (!model.complaints().isEmpty()) {
            throw new IllegalStateException("at the model: " + model.complaints());
        }
    }

    private void await(BooleanSupplier end, IntSupplier progress) throws InterruptedException {
        int seen = progress.getAsInt();
        long moved = System.nanoTime();
        while (!end.getAsBoolean()) {
            Thread.sleep(LOOK);
            if (progress.getAsInt() != seen) {
                seen = progress.getAsInt();
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STANDSTILL.toNanos()) {
                throw new IllegalStateException(
                        "%d sessions stand still after %d iterations; %d have ended"
                                .formatted(sessions.ids().size(), course.done(), script.ended()));
            }
        }
    }

    /// @param wanted by the answer with which an iteration begins
    Measured measured(Predicate<Exchange> wanted) {
        DoubleStream.Builder millis = DoubleStream.builder();
        Passages passages = new Passages();
        for (int session = 0; session < sessions.ids().size(); session++) {
            List<Exchange> exchanges = model.exchanges(session);
            for (int at = 0; at + 1 < exchanges.size(); at++) {
                Exchange exchange = exchanges.get(at);
                if (!wanted.test(exchange)) continue;
                Exchange next = exchanges.get(at + 1);
                millis.add(exchange.millisUntil(next));
                Place place = new Place(sessions.ids().get(session), exchange.number());
                passages.note(place, Moment.ANSWERED, exchange.answeredAt());
                passages.note(place, Moment.ASKED, next.askedAt());
            }
        }
        new Sightings(passages).read(server);
        return new Measured(
                sessions.ids().size(),
                Spread.of(millis.build()),
                course.perSecond(),
                Hops.of(passages.all()));
    }

    /// The sessions' ids.
    List<String> ids() {
        return sessions.ids();
    }

    /// Until so many more iterations are done.
    void awaitMore(int iterations) throws InterruptedException {
        int target = course.done() + iterations;
        await(() -> course.done() >= target, course::done);
    }

    @Override
    public void close() {
        model.close();
        sessions.close();
    }
}
