package io.mlintern.tools.worker;

import io.mlintern.kit.runs.Recovery;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.ToolName;
import io.mlintern.tools.tool.ArgumentCheck;
import io.mlintern.tools.tool.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tools that this worker has, by name, each with its schema read and its descriptor made.
public final class Toolbox {
    private final Map<ToolName, Entry> byName = new LinkedHashMap<>();

    record Entry(Tool tool, ToolDescriptor descriptor, ArgumentCheck arguments) {}

    public Toolbox(List<Tool> tools) {
        for (Tool tool : tools) {
            var descriptor = Descriptors.of(tool, byName.size());
            var entry = new Entry(tool, descriptor, new ArgumentCheck(tool.parameters()));
            if (byName.put(tool.name(), entry) != null) {
                throw new IllegalArgumentException("two tools are called " + tool.name());
            }
        }
    }

    Optional<Entry> find(ToolName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// How a run of this tool recovers; one without a tool ends before it has done anything.
    Recovery recovery(ToolName name) {
        return find(name).map(entry -> entry.tool().recovery()).orElse(Recovery.RERUN);
    }

    List<ToolDescriptor> descriptors() {
        return byName.values().stream().map(Entry::descriptor).toList();
    }

    Optional<String> complaint(ToolName name, JsonObject arguments) {
        return find(name).flatMap(entry -> entry.arguments().complaint(arguments));
    }

    String names() {
        return String.join(", ", byName.keySet().stream().map(ToolName::value).toList());
    }
}
