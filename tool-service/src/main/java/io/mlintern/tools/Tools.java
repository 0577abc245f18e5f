package io.mlintern.tools;

import io.mlintern.tools.command.BashTool;
import io.mlintern.tools.files.Changes;
import io.mlintern.tools.files.EditTool;
import io.mlintern.tools.files.ReadTool;
import io.mlintern.tools.files.WriteTool;
import io.mlintern.tools.tool.Tool;
import java.util.List;
import java.util.Map;

/// All tools, in the order in which they are offered to a model. A new tool is one line here.
public final class Tools {
    private Tools() {}

    /// @param environment this process's own; tools pass on only what they must
    public static List<Tool> all(Map<String, String> environment) {
        var changes = new Changes(environment);
        return List.of(
                new BashTool(environment),
                new ReadTool(),
                new WriteTool(changes),
                new EditTool(changes));
    }
}
