package io.mlintern.tools.tool;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One call as a tool gets it.
///
/// @param startedBefore an earlier worker had started it and died: an effect may exist
/// @param cancelled whether nobody wants the call any more; its thread is interrupted then, too
/// @param progress takes a line for those who watch; may be called at any rate
public record ToolInvocation(
        CallId call,
        boolean startedBefore,
        Arguments arguments,
        WorkspaceFolder workspace,
        Consumer<String> progress,
        BooleanSupplier cancelled) {

    public static ToolInvocation first(
            CallId call, JsonObject arguments, WorkspaceFolder workspace) {
        return new ToolInvocation(
                call, false, Arguments.of(arguments), workspace, _ -> {}, () -> false);
    }
}
