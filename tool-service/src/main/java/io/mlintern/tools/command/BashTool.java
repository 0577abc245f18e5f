package io.mlintern.tools.command;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.CallOutcome.Kind;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import io.mlintern.tools.tool.Arguments;
import io.mlintern.kit.runs.Recovery;
import io.mlintern.tools.tool.Tool;
import io.mlintern.tools.tool.ToolInvocation;
import io.mlintern.tools.workspace.CleanEnvironment;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Runs a shell command in the workspace.
///
/// Dying before the command starts: nothing happened, the next worker starts it. During: the command
/// goes on under its supervisor, the next worker attaches to it and reports its real end; without
/// its folder nobody can tell, and the outcome is *unknown*. After: the exit code and the output are
/// in the folder. Tests: `BashToolTest`, `WorkerRestartIT`.
public final class BashTool implements Tool {
    static final Duration DEFAULT_LIMIT = Duration.ofMinutes(2);
    static final Duration LONGEST = Duration.ofHours(10);

    private static final JsonObject PARAMETERS =
            JsonObject.parse(
                            """
                            {"type": "object", "additionalProperties": false, "required": ["command"], "properties": {
                              "command": {"type": "string", "description": "The shell command to run."},
                              "description": {"type": "string", "description": "What it does, in 5 to 10 words, for the people who watch."},
                              "work_dir": {"type": "string", "description": "Folder to run it in; the workspace's folder when left out."},
                              "timeout": {"type": "integer", "description": "Seconds after which it is stopped: 120 when left out, at most 36000."}}}
                            """)
                    .orElseThrow();

    private static final String LOST =
            "its supervisor died, so how it ended is not known. Look at what it changed before you run it again";

    private final Map<String, String> environment;
    private final Supervisor supervisor;

    /// @param environment this process's own, of which commands see an allow-list
    public BashTool(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        supervisor = new Supervisor(environment);
    }

    @Override
    public ToolName name() {
        return new ToolName("bash");
    }

    @Override
    public String description() {
        return """
        Runs a shell command in the workspace and returns what it printed on standard output and standard error, and its exit code when that is not 0.

        Look at and change files with read, edit and write, not with cat, sed or echo. Every call is a new shell: folder changes and variables do not carry over. \
        Join commands that depend on each other with && in one call; send independent ones as parallel calls.

        A command is stopped after its timeout (120 seconds unless you give one, at most 36000). For longer work start it in the background, \
        `nohup COMMAND > FILE.log 2>&1 & echo $!`, then look after it in later calls with `kill -0 PID` and `tail FILE.log`.

        Long output is shortened in the middle; the answer then names the file that has all of it.""";
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
        return Recovery.REATTACH;
    }

    @Override
    public Duration timeLimit() {
        return LONGEST;
    }

    @Override
    public CallOutcome run(ToolInvocation invocation) throws InterruptedException, IOException {
        Path folder = invocation.workspace().state().call(invocation.call());
        try {
            if (invocation.cancelled().getAsBoolean()) return end(folder, invocation);
            return follow(folder, invocation);
        } catch (InterruptedException | ClosedByInterruptException e) {
            boolean _ = Thread.interrupted();
            if (invocation.cancelled().getAsBoolean()) return end(folder, invocation);
            throw (InterruptedException) new InterruptedException("let go of").initCause(e);
        }
    }

    private CallOutcome follow(Path folder, ToolInvocation invocation)
            throws InterruptedException, IOException {
        if (invocation.startedBefore() && !Files.isDirectory(folder)) return unknown();
        if (invocation.startedBefore() && Supervisor.knows(folder)) {
            return outcome(supervisor.attach(folder), folder, invocation);
        }
        Arguments arguments = invocation.arguments();
        String text = arguments.text("command");
        Path place = invocation.workspace().resolve(arguments.optionalText("work_dir").orElse(""));
        Optional<String> obstacle = obstacle(text, place, arguments);
        if (obstacle.isPresent()) return Tool.failed(obstacle.get());
        var seen = CleanEnvironment.of(environment, invocation.call());
        var command = new Command(text, folder, place, limit(arguments), seen);
        return outcome(supervisor.start(command), folder, invocation);
    }

    /// Ends what runs and waits until it has ended: a few seconds at most.
    private CallOutcome end(Path folder, ToolInvocation invocation)
            throws InterruptedException, IOException {
        supervisor.stop(folder);
        return Supervisor.knows(folder)
                ? outcome(supervisor.attach(folder), folder, invocation)
                : new CallOutcome(Kind.CANCELLED, "Cancelled before it was started.");
    }

    private static Optional<String> obstacle(String text, Path place, Arguments arguments) {
        if (text.isBlank()) return Optional.of("The command is empty.");
        if (text.indexOf('\0') >= 0) {
            return Optional.of("A command cannot contain a NUL character.");
        }
        if (limit(arguments).isZero()) {
            return Optional.of("The timeout must be at least 1 second.");
        }
        return Files.isDirectory(place)
                ? Optional.empty()
                : Optional.of("There is no folder " + place + ".");
    }

    private static Duration limit(Arguments arguments) {
        long longest = LONGEST.toSeconds();
        return arguments
                .number("timeout")
                .map(seconds -> Duration.ofSeconds(Math.clamp(seconds, 0, longest)))
                .orElse(DEFAULT_LIMIT);
    }

    private static CallOutcome outcome(
            RunningCommand running, Path folder, ToolInvocation invocation)
            throws InterruptedException, IOException {
        var progress = new LastLine(folder, invocation.progress(), System::nanoTime);
        CommandEnd end = running.await(progress);
        String output = new CommandOutput(folder).bounded();
        return outcome(end, output, limit(invocation.arguments()));
    }

    private static CallOutcome outcome(CommandEnd end, String output, Duration limit) {
        return switch (end) {
            case CommandEnd.Exited(int code) when code == 0 ->
                    Tool.done(output.isBlank() ? "(no output)" : output);
            case CommandEnd.Exited(int code) ->
                    Tool.failed(under(output, "exit code " + code + signal(code)));
            case CommandEnd.TimedOut() -> Tool.failed(under(output, timeLimit(limit)));
            case CommandEnd.Cancelled() ->
                    new CallOutcome(Kind.CANCELLED, under(output, "stopped: cancelled"));
            case CommandEnd.Lost() -> new CallOutcome(Kind.UNKNOWN, under(output, LOST));
            case CommandEnd.NotStarted(String reason) ->
                    Tool.failed("The command could not be started: " + reason + ".");
        };
    }

    private static String under(String output, String remark) {
        return output.isBlank()
                ? "[" + remark + "]"
                : output.stripTrailing() + "\n[" + remark + "]";
    }

    private static String signal(int code) {
        return switch (code) {
            case 130 -> ", interrupted";
            case 137 -> ", killed; too little memory is a common reason";
            case 139 -> ", segmentation fault";
            case 143 -> ", terminated";
            default -> "";
        };
    }

    private static String timeLimit(Duration limit) {
        return """
        stopped after its time limit of %d seconds, with everything it had started. Give a longer timeout (at most %d), or run it in the background: \
        nohup COMMAND > output.log 2>&1 & echo $!  then look with: kill -0 PID; tail output.log"""
                .formatted(limit.toSeconds(), LONGEST.toSeconds());
    }

    private static CallOutcome unknown() {
        return new CallOutcome(
                Kind.UNKNOWN,
                "The command had been started, then its worker died, and its state is no longer"
                        + " there: nobody can tell whether it ran to its end. Look before you run it again.");
    }
}
