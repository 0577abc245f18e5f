package io.mlintern.protocol;

/// Anything that is a record's value on one of our topics.
public sealed interface Message
        permits SubmittedOperation,
                SessionEvent,
                ModelResult,
                ToolCall,
                ToolResult,
                CancelCall,
                ApprovalRequest,
                ApprovalOutcome,
                PolicyRecord,
                ToolDescriptor,
                UsageRecord,
                AuditRecord {

    /// The record's key: it decides the partition, and on compacted topics what replaces what.
    String key();

    /// What the record is about, as CloudEvents `subject`: the session where there is one, else the key.
    default String subject() {
        return key();
    }
}
