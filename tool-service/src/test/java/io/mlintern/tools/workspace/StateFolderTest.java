package io.mlintern.tools.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.CallId;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.SessionId;
import io.mlintern.tools.command.BashTool;
import io.mlintern.tools.tool.ToolInvocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    private static final CallId CALL =
            CallId.ofTool(new SessionId("abcdefghijklmnopqrst"), 1, 1, 0);

    @TempDir Path workspace;

    @Test
    void itIsInTheWorkspaceAndUnknownToGit() throws Exception {
        var state = new WorkspaceFolder(workspace).state();

        assertThat(state.call(CALL)).isEqualTo(workspace.resolve(".ml-intern/calls/" + CALL));
        assertThat(workspace.resolve(".ml-intern/.gitignore")).hasContent("*");
    }

    /// A plain file of that name stands in for a folder that cannot be written: tests may run as root.
    @Test
    void aWorkspaceThatCannotBeWrittenStillRunsCommands() throws Exception {
        Files.writeString(workspace.resolve(".ml-intern"), "");
        var call =
                ToolInvocation.first(
                        CALL,
                        JsonObject.of(Map.of("command", "ls -A")),
                        new WorkspaceFolder(workspace));

        assertThat(new BashTool(System.getenv()).run(call).output()).isEqualTo(".ml-intern\n");
        assertThat(call.workspace().state().call(CALL).resolve("exit"))
                .content()
                .startsWith("0 exited\n");
    }
}
