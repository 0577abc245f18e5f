package io.mlintern.tools.files;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.tools.tool.Tool;
import io.mlintern.tools.tool.ToolInvocation;
import io.mlintern.tools.workspace.CleanEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What `write` and `edit` have in common: one change of a file at a time, only of files that the
/// session has read, and once even if the worker dies in between.
///
/// Dying before the change: the file is as it was, another worker makes it. During: the new content
/// is renamed into place, so the file has all of it or nothing; the call's note, written before,
/// tells the next worker whether it is there. After: the note has the answer. A worker that was paused
/// before the change and goes on when another one has made it finds that one's note and changes nothing.
/// Test: `FileToolsTest`.
public final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final FileLocks locks = new FileLocks();
    private final Map<String, String> environment;

    /// @param environment this process's own; the Python check sees an allow-list of it
    public Changes(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Computes the new content of a file, or why there is none. Sees the file as nobody else
    /// changes it.
    interface Author {
        Draft draft(Path file) throws IOException;
    }

    sealed interface Draft {
        record Content(String text, String answer) implements Draft {}

        record Refusal(String reason) implements Draft {}
    }

    CallOutcome change(ToolInvocation call, Author author)
            throws IOException, InterruptedException {
        Path named = call.workspace().resolve(call.arguments().text("path"));
        if (Files.isDirectory(named)) return Tool.failed(named + " is a folder.");
        Path file = TextFile.behindLinks(named);
        Path lock = call.workspace().state().lock(file);
        CallOutcome outcome = locks.during(lock, () -> changeAlone(call, file, author));
        if (!outcome.success()) return outcome;
        var check = new PythonCheck(CleanEnvironment.of(environment, call.call()));
        return Tool.done(outcome.output() + check.remarks(file, TextFile.read(file)));
    }

    private static CallOutcome changeAlone(ToolInvocation call, Path file, Author author)
            throws IOException {
        var change = FileChange.of(call);
        // A worker that was paused: whoever took its call over has made the change, others may have
        // gone on from it.
        if (!call.startedBefore() && change.isNoted()) {
            return Tool.failed("Another worker has this call now.");
        }
        var read = new ReadFiles(call.workspace().state().session(call.call().session()));
        Optional<String> before = call.startedBefore() ? change.madeBefore(file) : Optional.empty();
        if (before.isEmpty() && Files.exists(file) && !read.contains(file)) {
            return Tool.failed(file + " exists and was not read yet. Read it first.");
        }
        if (before.isEmpty()) {
            switch (author.draft(file)) {
                case Draft.Refusal(String reason) -> {
                    return Tool.failed(reason);
                }
                case Draft.Content(String text, String answer) -> {
                    change.make(file, Utf8.encode(text), answer);
                    before = Optional.of(answer);
                }
            }
        }
        remember(read, file);
        return Tool.done(before.get());
    }

    /// The change is made, also where the disk has no room for this: the session then reads the file again before its next one.
    private static void remember(ReadFiles read, Path file) {
        try {
            read.add(file.toRealPath());
        } catch (IOException e) {
            LOG.warn("what a session has read cannot be kept: {}", e.toString());
        }
    }
}
