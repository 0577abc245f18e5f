package io.mlintern.gateway.chat;

import java.util.Map;

/// A tool that the model may call; `parameters` is the JSON Schema of its arguments.
public record ToolSpec(String name, String description, Map<String, Object> parameters) {}
