package io.mlintern.tools.command;

/// How a command ended.
public sealed interface CommandEnd {
    /// By itself, with this exit code.
    record Exited(int code) implements CommandEnd {}

    /// Stopped at its time limit.
    record TimedOut() implements CommandEnd {}

    /// Stopped because somebody asked for it.
    record Cancelled() implements CommandEnd {}

    /// Its supervisor is gone and left no exit code: killed, or the machine was restarted.
    record Lost() implements CommandEnd {}

    /// It never ran.
    record NotStarted(String reason) implements CommandEnd {}
}
