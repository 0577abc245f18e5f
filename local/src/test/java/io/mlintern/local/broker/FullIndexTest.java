package io.mlintern.local.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlintern.kit.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records find room in the last block of their file, and their index's first block does not.
class FullIndexTest {
    private static final int MEGABYTES = 1;

    /// More than lies between two entries of an index, and no whole number of a disk's blocks.
    private static final int FAR = 5_000;

    @TempDir Path folder;

    @Test
    void anIndexThatFindsNoRoomFailsAsAnyWriteDoes() throws IOException {
        try (var disk = SmallDisk.at(folder.resolve("log"), MEGABYTES)) {
            LogSegment segment = segment();
            segment.append(0, records(0, FAR));
            disk.fill();

            assertThatItFindsNoRoom(() -> segment.append(1, records(1, 1)));
            letGo(segment);
        }
    }

    @Test
    void anIndexThatIsCompletedWithoutRoomFailsAsAnyWriteDoes() throws IOException {
        try (var disk = SmallDisk.at(folder.resolve("log"), MEGABYTES)) {
            LogSegment segment = segment();
            segment.append(0, records(0, 1));
            disk.fill();

            assertThatItFindsNoRoom(segment::onBecomeInactiveSegment);
            letGo(segment);
        }
    }

    @Test
    void withRoomItIsWritten() throws IOException {
        try (var _ = SmallDisk.at(folder.resolve("log"), MEGABYTES)) {
            LogSegment segment = segment();
            segment.append(0, records(0, FAR));
            segment.append(1, records(1, 1));

            assertThat(segment.offsetIndex().entries()).isEqualTo(1);
            segment.close();
        }
    }

    private static void assertThatItFindsNoRoom(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isExactlyInstanceOf(IOException.class)
                .hasRootCauseInstanceOf(InternalError.class);
    }

    /// Without a last word to the index, as a close has.
    private static void letGo(LogSegment segment) throws IOException {
        segment.offsetIndex().closeHandler();
        segment.timeIndex().closeHandler();
        segment.log().closeHandlers();
    }

    private LogSegment segment() throws IOException {
        LogConfig settings = new LogConfig(Map.of("index.interval.bytes", FAR - 1));
        return LogSegment.open(folder.resolve("log").toFile(), 0, settings, Time.SYSTEM, 0, false);
    }

    private static MemoryRecords records(long offset, int bytes) {
        return MemoryRecords.withRecords(
                offset, Compression.NONE, new SimpleRecord(1, new byte[bytes]));
    }
}
