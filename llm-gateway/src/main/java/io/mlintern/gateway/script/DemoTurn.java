package io.mlintern.gateway.script;

import io.mlintern.gateway.script.Replay.Awaiting;
import java.util.ArrayList;
import java.util.List;

/// The demo's side of the conversation: says a sentence with each step, keeps the plan where there is a tool for it.
final class DemoTurn {
    /// The job cannot go on; says what happened, and how many of the plan's steps were done.
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1;

        private final int done;

        Stopped(int done, String what) {
            super(what, null, false, false);
            this.done = done;
        }
    }

    private final Replay replay;
    private final DemoTools tools;

    DemoTurn(Replay replay, DemoTools tools) {
        this.replay = replay;
        this.tools = tools;
    }

    List<String> outputs(String text, List<ScriptReply.Call> calls) throws Awaiting {
        return replay.outputs(DemoReport.LABEL + text, calls);
    }

    String output(String text, ScriptReply.Call call) throws Awaiting {
        return outputs(text, List.of(call)).getFirst();
    }

    /// The same, with the plan moved on beside it.
    String outputWithPlan(String text, int done, ScriptReply.Call call) throws Awaiting {
        List<ScriptReply.Call> calls = new ArrayList<>();
        if (tools.canPlan()) calls.add(DemoPlan.at(done));
        calls.add(call);
        return outputs(text, calls).getLast();
    }

    void plan(String text, int done) throws Awaiting {
        if (tools.canPlan()) output(text, DemoPlan.at(done));
    }

    ScriptReply giveUp(Stopped stopped) {
        try {
            if (tools.canPlan())
                output(
                        "This cannot go on as planned; I take the rest off the plan.",
                        DemoPlan.endedAt(stopped.done));
        } catch (Awaiting waiting) {
            return waiting.reply();
        }
        return DemoReport.stopped(stopped.getMessage());
    }
}
