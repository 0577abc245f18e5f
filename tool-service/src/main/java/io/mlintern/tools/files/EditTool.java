package io.mlintern.tools.files;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import io.mlintern.tools.matching.EditMatcher;
import io.mlintern.tools.matching.EditResult;
import io.mlintern.tools.matching.Looseness;
import io.mlintern.tools.matching.TextEdit;
import io.mlintern.tools.tool.Arguments;
import io.mlintern.kit.runs.Recovery;
import io.mlintern.tools.tool.Tool;
import io.mlintern.tools.tool.ToolInvocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// Changes a passage of a file. What happens if we die: see [Changes]. Test: `FileToolsTest`.
public final class EditTool implements Tool {
    private static final JsonObject PARAMETERS =
            JsonObject.parse(
                            """
                            {"type": "object", "additionalProperties": false, "required": ["path", "old_str", "new_str"], "properties": {
                              "path": {"type": "string", "description": "The file; a relative path starts at the workspace's folder."},
                              "old_str": {"type": "string", "description": "The passage to find, as it stands in the file."},
                              "new_str": {"type": "string", "description": "The text to put there; empty deletes the passage."},
                              "replace_all": {"type": "boolean", "default": false, "description": "Change every place where the passage stands."},
                              "mode": {"type": "string", "enum": ["replace", "append_after", "prepend_before"], "default": "replace",
                                "description": "Whether new_str replaces the passage or goes directly behind or before it."}}}
                            """)
                    .orElseThrow();

    private final Changes changes;

    public EditTool(Changes changes) {
        this.changes = changes;
    }

    @Override
    public ToolName name() {
        return new ToolName("edit");
    }

    @Override
    public String description() {
        return """
        Changes a passage of a file that was read in this session: finds old_str and puts new_str in its place (mode replace), directly behind it (append_after) or directly before it (prepend_before).

        Give old_str exactly as the file has it, indentation included, without the line numbers that read shows. If it is not there literally, differences in blanks at line ends, \
        indentation and typographic quotes or dashes are overlooked, and the answer says so. It must fit one place only: add lines around it until it does, or set replace_all, for example to rename something. \
        new_str must differ from old_str; an empty new_str deletes the passage. In the two inserting modes new_str has to bring its own line breaks.""";
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
        Arguments arguments = invocation.arguments();
        var edit =
                new TextEdit(
                        arguments.text("old_str"),
                        arguments.text("new_str"),
                        TextEdit.Mode.of(arguments.optionalText("mode").orElse("replace")),
                        arguments.flag("replace_all"));
        Path named = invocation.workspace().resolve(arguments.text("path"));
        if (!Files.exists(named)) return Tool.failed("There is no file " + named + ".");
        return changes.change(invocation, file -> draft(TextFile.read(file), edit, named));
    }

    private static Changes.Draft draft(String text, TextEdit edit, Path named) {
        return switch (EditMatcher.apply(text, edit)) {
            case EditResult.Refused(String reason) -> new Changes.Draft.Refusal(reason);
            case EditResult.Edited(String changed, int places, Looseness looseness) ->
                    new Changes.Draft.Content(changed, answer(named, places, looseness));
        };
    }

    private static String answer(Path named, int places, Looseness looseness) {
        String where = places == 1 ? "1 place" : places + " places";
        String how =
                switch (looseness) {
                    case EXACT, LINE_ENDINGS -> "";
                    case TRAILING_SPACE, INDENTATION, TYPOGRAPHY ->
                            " (overlooking " + looseness.difference() + ")";
                };
        return "Edited %s in %s%s.".formatted(where, named, how);
    }
}
