package io.mlintern.tools.files;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import io.mlintern.tools.tool.Arguments;
import io.mlintern.kit.runs.Recovery;
import io.mlintern.tools.tool.Tool;
import io.mlintern.tools.tool.ToolInvocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Shows a text file with line numbers.
///
/// Dying before, during or after: it changes nothing but the session's list of files read, which may
/// be written twice; another worker reads again. Test: `FileToolsTest`.
public final class ReadTool implements Tool {
    private static final long DEFAULT_LINES = 2_000;
    private static final int LOOKED_AT = 8_000;

    private static final JsonObject PARAMETERS =
            JsonObject.parse(
                            """
                            {"type": "object", "additionalProperties": false, "required": ["path"], "properties": {
                              "path": {"type": "string", "description": "The file; a relative path starts at the workspace's folder."},
                              "offset": {"type": "integer", "description": "The first line to show, counted from 1."},
                              "limit": {"type": "integer", "description": "How many lines to show; 2000 when left out."}}}
                            """)
                    .orElseThrow();

    @Override
    public ToolName name() {
        return new ToolName("read");
    }

    @Override
    public String description() {
        return """
        Shows a text file, each line with its number in front as `cat -n` does.

        Without offset and limit it shows the first 2000 lines; prefer the whole file and use them only for large ones. Lines above 4000 characters are cut. \
        It takes files, not folders: list those with bash. Read several files with parallel calls. A file must have been read before write or edit may change it.""";
    }

    @Override
    public JsonObject parameters() {
        return PARAMETERS;
    }

    @Override
    public Map<String, Effect> effects() {
        return Map.of("*", Effect.READ);
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
    public CallOutcome run(ToolInvocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        Path path = invocation.workspace().resolve(arguments.text("path"));
        Optional<String> obstacle = obstacle(path);
        if (obstacle.isPresent()) return Tool.failed(obstacle.get());
        long offset = Math.max(1, arguments.number("offset").orElse(1L));
        long limit = arguments.number("limit").filter(n -> n > 0).orElse(DEFAULT_LINES);
        String text = Lines.window(path, offset, limit);
        var state = invocation.workspace().state();
        new ReadFiles(state.session(invocation.call().session())).add(path.toRealPath());
        return Tool.done(text);
    }

    private static Optional<String> obstacle(Path path) throws IOException {
        if (!Files.exists(path)) return Optional.of("There is no file " + path + ".");
        if (Files.isDirectory(path)) {
            return Optional.of(path + " is a folder. List it with bash: ls -la " + path);
        }
        if (!Files.isRegularFile(path)) return Optional.of(path + " is not a regular file.");
        if (!Files.isReadable(path)) return Optional.of("No permission to read " + path + ".");
        return isBinary(path)
                ? Optional.of(
                        String.format(
                                Locale.ROOT,
                                "%s is not text (%,d bytes, NUL among them). Look at it with bash.",
                                path,
                                Files.size(path)))
                : Optional.empty();
    }

    private static boolean isBinary(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            for (byte b : in.readNBytes(LOOKED_AT)) {
                if (b == 0) return true;
            }
            return false;
        }
    }
}
