package io.mlintern.gateway.script;

import io.mlintern.gateway.script.DemoTurn.Stopped;
import io.mlintern.gateway.script.Replay.Awaiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The steps of the demo's job in one folder.
final class DemoTraining {
    private static final Pattern LINES = Pattern.compile("lines:\\s*\\d+");

    private final DemoTurn turn;
    private final DemoFolder folder;
    private final boolean python;
    private final String pythonAnswer;
    private final boolean ownData;
    private final String data;
    private final String script;
    private final String metrics;
    private final List<String> incidents = new ArrayList<>();
    private String dataAnswer = "";
    private String scriptAnswer = "";
    private String editAnswer = "";
    private boolean recovered;

    DemoTraining(DemoTurn turn, DemoFolder folder, boolean python, String pythonAnswer) {
        this.turn = turn;
        this.folder = folder;
        this.python = python;
        this.pythonAnswer = pythonAnswer;
        this.ownData = folder.data().isEmpty();
        this.data = folder.data().orElse("data.csv");
        this.script = folder.free("train", python ? ".py" : ".awk");
        this.metrics = folder.free("metrics", ".json");
    }

    String data() {
        return data;
    }

    String script() {
        return script;
    }

    /// What went wrong on the way and was overcome.
    List<String> incidents() {
        return incidents;
    }

    void provideData() throws Awaiting, Stopped {
        if (!python) {
            incidents.add(
                    "Python could not be used here (bash answered "
                            + DemoReport.quote(pythonAnswer)
                            + "), so awk did the job.");
        }
        var look = DemoTools.bash(lookAtData(), "Look at the data");
        String seen;
        if (ownData) {
            dataAnswer =
                    turn.outputWithPlan(
                            engine()
                                    + "There is no CSV file here, so I write a small data set first.",
                            DemoPlan.DATA,
                            writeData());
            seen = turn.output("I check that the data is there.", look);
        } else {
            seen =
                    turn.outputWithPlan(
                            engine() + "There is data: " + data + ". I look at it.",
                            DemoPlan.DATA,
                            look);
        }
        if (!LINES.matcher(seen).find()) throw noData(seen);
    }

    void writeScript() throws Awaiting {
        String content = python ? DemoFiles.PYTHON : DemoFiles.AWK;
        scriptAnswer =
                turn.outputWithPlan(
                        "I write a training script: linear regression by gradient descent, in plain "
                                + (python ? "Python." : "awk."),
                        DemoPlan.SCRIPT,
                        DemoTools.write(folder.absolute(script), content));
    }

    /// Runs the script and reads its figures; `done` is how far the plan is.
    DemoMetrics train(int done) throws Awaiting, Stopped {
        String ran = turn.output("I train.", DemoTools.bash(trainCommand(), "Train the model"));
        Optional<DemoMetrics> printed = DemoMetrics.in(ran);
        if (printed.isEmpty()) return trainAfter(ran, done);
        var readMetrics = DemoTools.read(folder.absolute(metrics));
        String written =
                done == DemoPlan.FIX
                        ? turn.output("I read the new metrics.", readMetrics)
                        : turn.outputs(
                                        "I read the metrics, and the script beside them.",
                                        List.of(
                                                readMetrics,
                                                DemoTools.read(folder.absolute(script))))
                                .getFirst();
        return DemoMetrics.in(written)
                .orElseGet(
                        () -> {
                            incidents.add(
                                    metrics
                                            + " could not be read (read answered "
                                            + DemoReport.quote(written)
                                            + "); the figures are those that the training printed.");
                            return printed.get();
                        });
    }

    void fix(DemoMetrics first) throws Awaiting {
        editAnswer =
                turn.outputWithPlan(
                        DemoReport.mistake(first),
                        DemoPlan.FIX,
                        DemoTools.edit(
                                folder.absolute(script),
                                DemoFiles.RATE + DemoFiles.FIRST_RATE,
                                DemoFiles.RATE + first.stableRate()));
    }

    Stopped notFixed() {
        return new Stopped(
                DemoPlan.FIX,
                "The fix did not reach "
                        + script
                        + ": the second training ran with the old learning rate. edit answered: "
                        + DemoReport.quote(editAnswer));
    }

    private DemoMetrics trainAfter(String failure, int done) throws Awaiting, Stopped {
        String there =
                turn.output(
                        "The training printed no metrics. I look at what is there.",
                        DemoTools.bash(lookForFiles(), "Look for the files"));
        if (there.contains("gone: " + script))
            throw new Stopped(
                    DemoPlan.SCRIPT,
                    script
                            + " is not there. write had answered: "
                            + DemoReport.quote(scriptAnswer));
        if (!there.contains("gone: " + data))
            throw new Stopped(done, "The training failed: " + DemoReport.quote(failure));
        if (!ownData || recovered)
            throw new Stopped(
                    done,
                    "The data has vanished: "
                            + data
                            + " was there when I looked, and was gone when I trained. bash answered: "
                            + DemoReport.quote(failure));
        recovered = true;
        incidents.add(data + " had vanished between two steps; I wrote it again.");
        dataAnswer = turn.output("The data has vanished. I write it again.", writeData());
        return train(done);
    }

    private Stopped noData(String seen) {
        String what =
                ownData
                        ? "I could not write the data into this folder. write answered: "
                                + DemoReport.quote(dataAnswer)
                                + " Afterwards bash answered: "
                        : data + " was in the listing, but cannot be read. bash answered: ";
        return new Stopped(DemoPlan.DATA, what + DemoReport.quote(seen));
    }

    private String engine() {
        return python ? "" : "Python cannot be used here, so I do the job with awk. ";
    }

    private ScriptReply.Call writeData() {
        return DemoTools.write(folder.absolute(data), DemoFiles.data());
    }

    private String lookAtData() {
        String file = DemoTools.quoted(data);
        return "if [ -r %1$s ]; then echo \"lines: $(wc -l < %1$s)\"; head -n 4 %1$s; else echo \"not there:\" %1$s; fi"
                .formatted(file);
    }

    private String lookForFiles() {
        return "for f in %s %s; do if [ -e \"$f\" ]; then echo \"there: $f\"; else echo \"gone: $f\"; fi; done"
                .formatted(DemoTools.quoted(data), DemoTools.quoted(script));
    }

    private String trainCommand() {
        String from = DemoTools.quoted(data);
        String with = DemoTools.quoted(script);
        String to = DemoTools.quoted(metrics);
        return python
                ? "python3 %s %s %s".formatted(with, from, to)
                : "LC_ALL=C awk -v out=%s -f %s %s".formatted(to, with, from);
    }
}
