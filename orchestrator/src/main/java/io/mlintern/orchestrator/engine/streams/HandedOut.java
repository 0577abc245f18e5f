package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.HandedOutCalls;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.Json;
import io.mlintern.protocol.ToolCall;
import io.mlintern.protocol.Topics;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.state.KeyValueStore;

/// The tool calls that are out, as they stand on their topic: written with the hand-out, gone with the outcome.
final class HandedOut implements HandedOutCalls {
    private final KeyValueStore<String, byte[]> store;

    HandedOut(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    void follow(Step step) {
        for (Step.Outgoing outgoing : step.records()) {
            if (outgoing.topic() == Topics.TOOL_CALLS) {
                store.put(outgoing.record().key(), outgoing.record().value());
            }
        }
        for (CallId settled : step.settled()) {
            // Most were refused before they were out: nothing is to be deleted.
            if (store.get(settled.value()) != null) {
                store.delete(settled.value());
            }
        }
    }

    @Override
    public Optional<ToolCall> find(CallId call) {
        return Optional.ofNullable(store.get(call.value())).map(HandedOut::read);
    }

    private static ToolCall read(byte[] value) {
        try {
            return Json.mapper().readValue(value, ToolCall.class);
        } catch (IOException e) {
            throw new SerializationException("a call that is out cannot be read", e);
        }
    }
}
