package io.mlintern.bench.model;

import io.mlintern.system.ModelAnswer;
import io.mlintern.system.ModelAnswer.Call;
import java.util.Collections;
import java.util.Map;

/// Each answer is a batch of commands that only wait, so that there is always more to do than workers.
public final class WaitingScript implements Script {
    private final int batch;
    private final String command;

    private volatile boolean stopped;

    /// @param seconds that each command waits, as `sleep` takes them
    public WaitingScript(int batch, String seconds) {
        this.batch = batch;
        this.command = "sleep " + seconds;
    }

    /// No more commands from now on.
    public void stop() {
        stopped = true;
    }

    @Override
    public ModelAnswer answer(int session, int number, long nanos) {
        if (stopped) return ModelAnswer.says("That was all.");
        Call call = new Call("bash", Map.of("command", command));
        return ModelAnswer.calls(Collections.nCopies(batch, call).toArray(Call[]::new));
    }
}
