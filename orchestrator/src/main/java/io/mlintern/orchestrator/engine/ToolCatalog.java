package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.Fact;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.ToolName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tools there are, in the order in which the model is offered them: those of the workers, and the engine's own.
public record ToolCatalog(List<ToolDescriptor> tools) {
    public ToolCatalog {
        tools = List.copyOf(tools);
    }

    /// Adds the engine's own tools; a worker's tool of the same name is shadowed by ours.
    public static ToolCatalog of(Collection<ToolDescriptor> fromWorkers) {
        Stream<ToolDescriptor> others =
                fromWorkers.stream().filter(tool -> !tool.name().equals(PlanTool.NAME));
        return new ToolCatalog(
                Stream.concat(others, Stream.of(PlanTool.DESCRIPTOR))
                        .sorted(
                                Comparator.comparingInt(ToolDescriptor::position)
                                        .thenComparing(ToolDescriptor::name))
                        .toList());
    }

    Optional<ToolDescriptor> find(ToolName name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    Map<ToolName, String> versions() {
        return tools.stream()
                .collect(Collectors.toMap(ToolDescriptor::name, ToolDescriptor::version));
    }

    Fact.ToolsPinned pin() {
        return new Fact.ToolsPinned(tools.stream().map(ToolCatalog::pinned).toList());
    }

    String names() {
        return tools.stream()
                .map(ToolDescriptor::name)
                .map(ToolName::value)
                .collect(Collectors.joining(", "));
    }

    private static Fact.PinnedTool pinned(ToolDescriptor tool) {
        return new Fact.PinnedTool(
                tool.name(), tool.version(), tool.description(), tool.parameters());
    }
}
