package io.mlintern.tools.tool;

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
    /// @throws InterruptedException when this worker lets go of the call, which goes on elsewhere
    CallOutcome run(ToolInvocation invocation) throws InterruptedException, IOException;

    static CallOutcome done(String output) {
        return new CallOutcome(CallOutcome.Kind.DONE, output);
    }

    static CallOutcome failed(String output) {
        return new CallOutcome(CallOutcome.Kind.FAILED, output);
    }
}
