package io.mlintern.orchestrator.engine.streams;

import io.mlintern.kit.kafka.Records;
import io.mlintern.orchestrator.engine.SessionInput;
import io.mlintern.protocol.ApprovalOutcome;
import io.mlintern.protocol.Codec;
import io.mlintern.protocol.Envelope;
import io.mlintern.protocol.Message;
import io.mlintern.protocol.ModelResult;
import io.mlintern.protocol.SubmittedOperation;
import io.mlintern.protocol.ToolResult;
import io.mlintern.protocol.UnreadableRecord;
import org.apache.kafka.streams.processor.api.Record;

/// Reads records as inputs.
final class Inputs {
    private Inputs() {}

    /// @throws UnreadableRecord also where the record's key is not its session: it would be decided on by a task that does
    /// not have that session
    static Envelope<Message> read(Record<String, byte[]> record) throws UnreadableRecord {
        Envelope<Message> envelope = Codec.read(Records.texts(record.headers()), record.value());
        input(envelope);
        if (!envelope.message().key().equals(record.key())) {
            throw new UnreadableRecord(
                    UnreadableRecord.Reason.MALFORMED, "the record's key is not its session");
        }
        return envelope;
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
