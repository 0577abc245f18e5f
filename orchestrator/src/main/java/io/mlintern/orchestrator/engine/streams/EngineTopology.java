package io.mlintern.orchestrator.engine.streams;

import io.mlintern.protocol.Topics;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/// Four topics in, by session; facts and commands out.
final class EngineTopology {
    static final String PROCESSOR = "session";

    /// What the engine takes. All have the same number of partitions, so one task sees all of a session.
    static final List<Topics> SOURCES =
            List.of(
                    Topics.OPERATIONS,
                    Topics.MODEL_RESULTS,
                    Topics.TOOL_RESULTS,
                    Topics.APPROVAL_DECISIONS);

    static final String DEAD_LETTERS = "dead-letters";

    private EngineTopology() {}

    static Topology build(
            String prefix, ProcessorSupplier<String, byte[], String, byte[]> processor) {
        var topology = new Topology();
        var strings = Serdes.String();
        var bytes = Serdes.ByteArray();
        String[] sources = SOURCES.stream().map(topic -> topic.name(prefix)).toArray(String[]::new);
        topology.addSource("inputs", strings.deserializer(), bytes.deserializer(), sources);
        topology.addProcessor(PROCESSOR, processor, "inputs");
        topology.addStateStore(Stores.sessions(), PROCESSOR);
        topology.addStateStore(Stores.nextOffsets(), PROCESSOR);
        topology.addStateStore(Stores.handedOut(), PROCESSOR);
        topology.addStateStore(Stores.parked(), PROCESSOR);
        topology.addStateStore(ProcessAnchor.builder(), PROCESSOR);
        for (Topics topic :
                List.of(
                        Topics.EVENTS,
                        Topics.TOOL_CALLS,
                        Topics.TOOL_CANCELLATIONS,
                        Topics.APPROVAL_REQUESTS)) {
            topology.addSink(
                    topic.baseName(),
                    topic.name(prefix),
                    strings.serializer(),
                    bytes.serializer(),
                    PROCESSOR);
        }
        topology.addSink(
                DEAD_LETTERS,
                (key, value, record) -> record.topic() + Topics.DEAD_LETTER_SUFFIX,
                strings.serializer(),
                bytes.serializer(),
                PROCESSOR);
        return topology;
    }
}
