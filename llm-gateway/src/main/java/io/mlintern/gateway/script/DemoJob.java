package io.mlintern.gateway.script;

import io.mlintern.gateway.chat.ChatRequest;
import io.mlintern.gateway.script.DemoTurn.Stopped;
import io.mlintern.gateway.script.Replay.Awaiting;
import java.util.List;
import java.util.Optional;

/// `script/demo`: a small real machine-learning job with the real tools.
///
/// It looks at the folder, has data (its own where there is none), writes a training script whose learning rate is far
/// too large, sees that in the metrics, fixes it and compares. Every branch is taken from what a tool answered, whatever
/// its wording; what cannot be done is reported as it happened.
final class DemoJob implements Script {
    private static final String PYTHON_WORKS = "python3 works";

    @Override
    public ScriptReply reply(ChatRequest request) {
        var tools = new DemoTools(request.tools());
        if (!tools.missing().isEmpty()) return DemoReport.noTools(tools.missing());
        return new Run(new DemoTurn(Replay.of(request.messages()), tools)).reply();
    }

    /// One replay of the job, up to the first thing that has not happened yet.
    private static final class Run {
        private final DemoTurn turn;

        Run(DemoTurn turn) {
            this.turn = turn;
        }

        ScriptReply reply() {
            try {
                return job();
            } catch (Awaiting waiting) {
                return waiting.reply();
            } catch (Stopped stopped) {
                return turn.giveUp(stopped);
            }
        }

        private ScriptReply job() throws Awaiting, Stopped {
            DemoTraining training = look();
            training.provideData();
            training.writeScript();
            DemoMetrics first = training.train(DemoPlan.TRAIN);
            Optional<DemoMetrics> second = Optional.empty();
            if (!first.sound()) {
                training.fix(first);
                second = Optional.of(training.train(DemoPlan.FIX));
                if (second.get().learningRate().compareTo(first.learningRate()) == 0)
                    throw training.notFixed();
            }
            turn.plan("The numbers are in; I close the plan.", DemoPlan.DONE);
            return DemoReport.done(training, first, second);
        }

        private DemoTraining look() throws Awaiting, Stopped {
            List<String> seen =
                    turn.outputs(
                            "I am a scripted model: what I say follows a script, but tools, files and numbers are"
                                    + " real. First I look at the folder, and whether Python is there.",
                            List.of(
                                    DemoTools.bash(DemoFolder.LOOK, "Look at the folder"),
                                    DemoTools.bash(
                                            "python3 -c 'print(\"python3\", \"works\")' 2>&1"
                                                    + " || echo 'python3 cannot be used'",
                                            "Try Python")));
            DemoFolder folder =
                    DemoFolder.in(seen.getFirst())
                            .orElseThrow(
                                    () ->
                                            new Stopped(
                                                    0,
                                                    "I could not look at the folder. bash answered: "
                                                            + DemoReport.quote(seen.getFirst())));
            boolean python = seen.getLast().contains(PYTHON_WORKS);
            return new DemoTraining(turn, folder, python, seen.getLast());
        }
    }
}
