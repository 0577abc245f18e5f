package io.mlintern.kit.runs;

/// What a service does with its runs. Each method is called on a virtual thread of its own and may block.
public interface RunWork {
    /// Carries the call out and says how it ended.
    ///
    /// Calls [RunHandle#started] right before the effect, unless a second time does no harm. When the run is stopped the
    /// thread is interrupted: on [StopReason#CANCELLED] it ends the effect and returns what became of it (or throws, and
    /// [#cancelled] answers); on the other reasons it throws.
    ///
    /// @throws InterruptedException when it was stopped
    Payload run(RunHandle run) throws InterruptedException;

    /// Finds the effect of an earlier attempt and waits for its end; starts it if there is none. Only called for
    /// [Recovery#REATTACH]. The run may be cancelled already.
    ///
    /// @throws InterruptedException when it was stopped
    Payload reattach(RunHandle run) throws InterruptedException;

    /// The outcome of a cancelled run that has not said itself what became of it; mostly nothing has happened.
    Payload cancelled(RunHandle run);

    /// The outcome of a run of which nobody can tell how it ended.
    Payload unknown(RunHandle run);

    /// The outcome of a run that ended in a way it should not. Logged already.
    Payload failed(RunHandle run, RuntimeException failure);

    /// Called once when a run lasts longer than a second, beside it: tells the engine that somebody has it.
    void lasting(RunHandle run);

    /// Tells the engine, and returns when that is safe. Called again after a failure, also by another worker: the same
    /// outcome may be told twice.
    ///
    /// @throws InterruptedException when the worker goes away; somebody else tells
    void publish(SettledRun run) throws InterruptedException;
}
