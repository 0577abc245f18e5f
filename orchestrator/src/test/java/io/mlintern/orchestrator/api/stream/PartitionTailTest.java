package io.mlintern.orchestrator.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionTailTest {
    private static final SessionId ONE = new SessionId("aaaaaaaaaaaaaaaaaaaa");
    private static final SessionId OTHER = new SessionId("baaaaaaaaaaaaaaaaaaa");

    @Test
    void aReaderGetsWhatIsKeptFromItsPlaceOnAndThenWhatComes() throws InterruptedException {
        var tail = new PartitionTail(10, 1000);
        tail.advance(List.of(frame(ONE, 10), frame(OTHER, 11), frame(ONE, 12)), 13);
        var stream = new LiveStream(ONE, 11, 1000);

        assertThat(offsets(tail.join(stream).orElseThrow())).containsExactly(12L);

        tail.advance(List.of(frame(OTHER, 13), frame(ONE, 14)), 15);
        assertThat(offsets(stream.take(Duration.ZERO))).containsExactly(14L);
    }

    @Test
    void whoWantsMoreThanIsKeptReadsTheLogFirst() {
        var tail = new PartitionTail(0, 25);
        tail.advance(LongStream.range(0, 10).mapToObj(i -> frame(ONE, i)).toList(), 10);

        assertThat(tail.keptFrom()).isEqualTo(8);
        assertThat(tail.join(new LiveStream(ONE, 7, 1000))).isEmpty();
        assertThat(offsets(tail.join(new LiveStream(ONE, 8, 1000)).orElseThrow()))
                .containsExactly(8L, 9L);
    }

    @Test
    void aReaderAheadOfTheTailMissesNothingAndGetsNothingTwice() throws InterruptedException {
        var tail = new PartitionTail(0, 1000);
        var stream = new LiveStream(ONE, 2, 1000);
        assertThat(tail.join(stream).orElseThrow()).isEmpty();

        tail.advance(List.of(frame(ONE, 0), frame(ONE, 1), frame(ONE, 2)), 3);

        assertThat(offsets(stream.take(Duration.ZERO))).containsExactly(2L);
    }

    @Test
    void aSlowReaderIsCutAndItsMemoryIsFree() throws Exception {
        var tail = new PartitionTail(0, 1000);
        var stream = new LiveStream(ONE, 0, 25);
        assertThat(tail.join(stream)).isPresent();

        tail.advance(LongStream.range(0, 4).mapToObj(i -> frame(ONE, i)).toList(), 4);

        assertThat(stream.isCut()).isTrue();
        assertThat(stream.take(Duration.ZERO)).isEmpty();
        var out = new ByteArrayOutputStream();
        stream.write(out, List.of(new byte[1]));
        assertThat(out.size()).isZero();
    }

    @Test
    void aReaderThatIsStuckInAWriteIsFreedWhenItIsCut() throws Exception {
        var stream = new LiveStream(ONE, 0, 25);
        var stuck = new StuckOutput();
        var writer = Thread.ofVirtual().start(() -> write(stream, stuck));
        stuck.entered.await();

        stream.cut();

        assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
    }

    private static void write(LiveStream stream, StuckOutput out) {
        try {
            stream.write(out, List.of(new byte[1]));
        } catch (IOException _) {
            // the interrupt ended the write, as it closes a socket
        }
    }

    private static final class StuckOutput extends OutputStream {
        final CountDownLatch entered = new CountDownLatch(1);

        @Override
        public void write(int b) throws IOException {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static Frame frame(SessionId session, long offset) {
        return new Frame(session, offset, "0123456789".getBytes(StandardCharsets.US_ASCII));
    }

    private static List<Long> offsets(List<Frame> frames) {
        return frames.stream().map(Frame::offset).toList();
    }
}
