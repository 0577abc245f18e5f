package io.mlintern.tools.files;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import io.mlintern.kit.runs.Recovery;
import io.mlintern.tools.tool.Tool;
import io.mlintern.tools.tool.ToolInvocation;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// Writes a whole file. What happens if we die: see [Changes]. Test: `FileToolsTest`.
public final class WriteTool implements Tool {
    private static final JsonObject PARAMETERS =
            JsonObject.parse(
                            """
                            {"type": "object", "additionalProperties": false, "required": ["path", "content"], "properties": {
                              "path": {"type": "string", "description": "The file; a relative path starts at the workspace's folder."},
                              "content": {"type": "string", "description": "All of the new text."}}}
                            """)
                    .orElseThrow();

    private final Changes changes;

    public WriteTool(Changes changes) {
        this.changes = changes;
    }

    @Override
    public ToolName name() {
        return new ToolName("write");
    }

    @Override
    public String description() {
        return """
        Creates a file with the given text, or replaces all of an existing one. Missing folders are made.

        An existing file must have been read in this session first. To change parts of a file use edit: it is shorter and safer. \
        A Python file is checked for syntax after writing; the answer then carries warnings.""";
    }

    @Override
    public JsonObject parameters() {
        return PARAMETERS;
    }

    @Override
    public Map<String, Effect> effects() {
        return Map.of("*", Effect.WRITE);
    }

    @Override
    public Recovery recovery() {
        return Recovery.RERUN;
    }

    @Override
    public Duration timeLimit() {
        return Duration.ofMinutes(2);
    }

    @Override
    public CallOutcome run(ToolInvocation invocation) throws IOException, InterruptedException {
        String content = invocation.arguments().text("content");
        String answer =
                String.format(
                        Locale.ROOT,
                        "Wrote %,d characters to %s.",
                        content.codePointCount(0, content.length()),
                        invocation.workspace().resolve(invocation.arguments().text("path")));
        return changes.change(invocation, _ -> new Changes.Draft.Content(content, answer));
    }
}
