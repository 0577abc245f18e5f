package io.mlintern.cli.turn;

import io.mlintern.cli.exit.ExitCode;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/// Says what Ctrl-C does at the moment. Outside a turn it leaves at once.
public final class Interrupts {
    private final IntConsumer leave;
    private final AtomicReference<Runnable> action = new AtomicReference<>(this::leave);

    /// @param leave ends the process with this exit code, without waiting for anything
    public Interrupts(IntConsumer leave) {
        this.leave = leave;
    }

    /// Ctrl-C was pressed; called on a thread of its own.
    public void pressed() {
        action.get().run();
    }

    public void leave() {
        leave.accept(ExitCode.INTERRUPTED.number());
    }

    /// Until the result is closed, Ctrl-C does this instead.
    public Handling handle(Runnable instead) {
        Runnable before = action.getAndSet(instead);
        return () -> action.set(before);
    }

    /// The time in which Ctrl-C does something else.
    public interface Handling extends AutoCloseable {
        @Override
        void close();
    }
}
