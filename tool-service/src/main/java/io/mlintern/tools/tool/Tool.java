package io.mlintern.tools.tool;

import io.mlintern.kit.runs.Recovery;
import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// One tool that the model can call. A new one is one class and one line in the list `Tools`; its
/// name, schema and effects reach the catalogue, the engine and the documents from here.
public interface Tool {
    ToolName name();

    /// What the model is told: what it does, when to use it, its limits.
    String description();

    /// JSON Schema (2020-12) of the arguments, an object. They are checked before [#run] is called.
    JsonObject parameters();

    /// What a call can do to the world, by the value of the argument `operation`; `*` for all others.
    Map<String, Effect> effects();

    /// What another worker does with a call whose worker died.
    Recovery recovery();

    /// No call lasts longer, whatever its arguments say.
    Duration timeLimit();

    /// Carries out one call, on a thread of its own. What stands in its way is an outcome with a text
    /// for the model; an exception is a defect or a failing machine.
    ///
    /// The thread is interrupted when the call must not go on here. A cancelled one ends its effect
    /// and says what became of it, or throws if there is none. Otherwise another worker takes it
    /// over: an effect that lives on by itself is left alone.
    ///
    /// @throws InterruptedException when it was interrupted
    CallOutcome run(ToolInvocation invocation) throws InterruptedException, IOException;

    static CallOutcome done(String output) {
        return new CallOutcome(CallOutcome.Kind.DONE, output);
    }

    static CallOutcome failed(String output) {
        return new CallOutcome(CallOutcome.Kind.FAILED, output);
    }
}
