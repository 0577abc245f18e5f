package io.mlintern.local.broker;

import java.net.URL;
import java.util.List;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.storage.internals.log.LogSegment;

/// The build puts three of the broker's classes beside this one, each with changed methods (`build-rules/CureBroker.java` says why).
/// They only count when they come before Kafka's own on the class path.
final class BrokerCures {
    private static final List<String> CURED =
            List.of(
                    KRaftMetadataCache.class.getName(),
                    CoordinatorRuntime.class.getName() + "$CoordinatorContext",
                    LogSegment.class.getName());

    private BrokerCures() {}

    /// Refuses to start a broker that could lose transaction markers, or forget its groups, after a kill, or refuse a partition
    /// for good after its disk was full.
    static void verify() {
        URL ours = source(BrokerCures.class);
        for (String cured : CURED) {
            URL loaded = source(named(cured));
            if (!ours.toExternalForm().equals(loaded.toExternalForm()))
                throw new IllegalStateException(
                        "The broker is not cured: %s came from %s. Put %s first on the class path."
                                .formatted(cured, loaded, ours));
        }
    }

    /// One of them is not public.
    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Kafka has no " + name, e);
        }
    }

    private static URL source(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
