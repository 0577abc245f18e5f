package io.mlintern.gateway.chat;

/// A tool call that a model asked for; the arguments are the text that the model wrote, not yet read as JSON.
public record ToolCall(String id, String name, String arguments) {}
