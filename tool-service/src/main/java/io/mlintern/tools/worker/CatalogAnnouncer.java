package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.CompactedTable;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts on `tool.catalog` what this worker has: new and changed tools, and a tombstone for what it
/// had once.
final class CatalogAnnouncer {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogAnnouncer.class);
    private static final Duration READ_WITHIN = Duration.ofSeconds(10);
    private static final Actor SERVICE = new Actor("system", "tool-service");

    private final KafkaClients clients;
    private final Outbox outbox;
    private final InstantSource clock;

    CatalogAnnouncer(KafkaClients clients, Outbox outbox, InstantSource clock) {
        this.clients = clients;
        this.outbox = outbox;
        this.clock = clock;
    }

    void announce(List<ToolDescriptor> tools) throws InterruptedException {
        List<ToolDescriptor> known = known();
        for (ToolDescriptor tool : tools) {
            if (!known.contains(tool)) publish(tool);
        }
        for (ToolDescriptor old : known) {
            boolean ours = old.owner().equals(Descriptors.OWNER);
            boolean gone = tools.stream().noneMatch(tool -> tool.name().equals(old.name()));
            if (ours && gone) {
                LOG.info("tool {} is gone", old.name());
                outbox.forget(Topics.TOOL_CATALOG, old.key());
            }
        }
    }

    private List<ToolDescriptor> known() throws InterruptedException {
        try (var table =
                CompactedTable.follow(clients, Topics.TOOL_CATALOG, ToolDescriptor.class)) {
            if (!table.awaitReady(READ_WITHIN)) throw new KafkaException("the catalog is away");
            return table.rows();
        }
    }

    private void publish(ToolDescriptor tool) throws InterruptedException {
        LOG.info("tool {} has version {}", tool.name(), tool.version());
        String id = tool.name() + "-" + tool.version();
        var envelope = Envelope.of(id, Descriptors.OWNER, clock.instant(), SERVICE, tool);
        outbox.send(Topics.TOOL_CATALOG, envelope);
    }
}
