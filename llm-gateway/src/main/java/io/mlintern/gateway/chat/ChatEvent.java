package io.mlintern.gateway.chat;

/// What comes out of a running model call, in order.
///
/// A well-formed call is any number of [Text], [Reasoning], [CallStarted] and [CallArguments], then one [Finished], at
/// most one [Used], and [Ended]. [Silence] may stand anywhere.
public sealed interface ChatEvent {
    /// A piece of the answer.
    record Text(String text) implements ChatEvent {}

    /// A piece of what the model thought, where it shows that.
    record Reasoning(String text) implements ChatEvent {}

    /// A tool call begins; indices count from 0 without a hole, ids are unique in the answer.
    record CallStarted(int index, String id, String name) implements ChatEvent {}

    /// The next piece of the arguments of the call with this index.
    record CallArguments(int index, String fragment) implements ChatEvent {}

    /// The answer is complete.
    record Finished(FinishReason reason) implements ChatEvent {}

    /// What it took.
    record Used(Usage usage) implements ChatEvent {}

    /// Nothing came within the reader's patience; the call goes on.
    record Silence() implements ChatEvent {}

    /// Nothing will come any more.
    record Ended() implements ChatEvent {}
}
