package io.mlintern.protocol;

/// What an event says: a [Fact] that changed the session, or a [Signal] that is only for watching.
public sealed interface EventData permits Fact, Signal {}
