package io.mlintern.orchestrator.engine.streams;

import io.mlintern.orchestrator.engine.SessionInput;
import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.ToolResult;
import io.mlintern.protocol.UnreadableRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Reads records as inputs.
final class Inputs {
    private Inputs() {}

    static Envelope<Message> read(Headers headers, byte[] value) throws UnreadableRecord {
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return Codec.read(texts, value);
    }

    static SessionInput input(Envelope<Message> envelope) throws UnreadableRecord {
        Message message = envelope.message();
        if (message instanceof SubmittedOperation operation) {
            return new SessionInput.Submitted(operation, envelope.actor());
        }
        if (message instanceof ModelResult result) {
            return new SessionInput.FromModel(result);
        }
        if (message instanceof ToolResult result) {
            return new SessionInput.FromTool(result);
        }
        if (message instanceof ApprovalOutcome outcome) {
            return new SessionInput.FromPeople(outcome);
        }
        throw new UnreadableRecord(
                UnreadableRecord.Reason.UNKNOWN_TYPE, "this type is no input of the engine");
    }
}
