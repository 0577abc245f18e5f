package io.mlintern.local.broker;

import java.net.URL;
import java.security.CodeSource;
import org.apache.kafka.metadata.KRaftMetadataCache;

/// The build puts a `KRaftMetadataCache` beside this class that answers `Node.noNode()` for a partition without a leader
/// (`build-rules/CureLeaderlessPartition.java` says why). It only counts when it comes before Kafka's own on the class path.
final class LeaderlessPartitionCure {
    private LeaderlessPartitionCure() {}

    /// Refuses to start a broker that could lose transaction markers after a kill.
    static void verify() {
        URL ours = source(LeaderlessPartitionCure.class);
        URL loaded = source(KRaftMetadataCache.class);
        if (!ours.toExternalForm().equals(loaded.toExternalForm()))
            throw new IllegalStateException(
                    "The broker is not cured of KAFKA-20734: KRaftMetadataCache came from %s. Put %s first on the class path."
                            .formatted(loaded, ours));
    }

    private static URL source(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source.getLocation();
    }
}
