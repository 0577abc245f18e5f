package io.mlintern.gateway.script;

import static io.mlintern.gateway.script.DemoMetrics.shown;

import java.util.List;
import java.util.Optional;

/// The demo's sentences about figures and failures.
final class DemoReport {
    /// Stands before everything that the demo says.
    static final String LABEL = "[scripted] ";

    private static final int QUOTE_LIMIT = 300;

    private DemoReport() {}

    static ScriptReply noTools(List<String> missing) {
        return ScriptReply.says(
                LABEL
                        + "I am a scripted model and show one job, for which I need the tools bash, read, write and"
                        + " edit. Not offered to me: "
                        + String.join(", ", missing)
                        + ".");
    }

    static ScriptReply stopped(String what) {
        return ScriptReply.says(
                LABEL + "I could not finish the job. " + what + "\n\nNothing else was done.");
    }

    static String mistake(DemoMetrics metrics) {
        String judged =
                metrics.diverged()
                        ? "the training loss went from %s up to %s, so the training diverged"
                                .formatted(shown(metrics.firstLoss()), shown(metrics.lastLoss()))
                        : "the test error of %s is not below the %s of always guessing the mean"
                                .formatted(
                                        shown(metrics.testError()), shown(metrics.baselineError()));
        return "That is wrong: %s. The learning rate of %s is too large for %s scaled columns; I set it to %s."
                .formatted(
                        judged,
                        shown(metrics.learningRate()),
                        shown(metrics.features()),
                        metrics.stableRate());
    }

    static ScriptReply done(
            DemoTraining training, DemoMetrics first, Optional<DemoMetrics> second) {
        DemoMetrics last = second.orElse(first);
        var text = new StringBuilder(LABEL);
        text.append(
                "Done. I predicted `%s` from %s other columns of `%s` (%s rows to learn, %s to test).\n\n"
                        .formatted(
                                last.target(),
                                shown(last.features()),
                                training.data(),
                                shown(last.trainRows()),
                                shown(last.testRows())));
        text.append(
                "| run | learning rate | epochs | training loss, first to last | test error |\n");
        text.append("|---|---|---|---|---|\n");
        text.append(row("first", first));
        second.ifPresent(metrics -> text.append(row("after the fix", metrics)));
        text.append(
                "\nAlways guessing the mean has a test error of %s. "
                        .formatted(shown(last.baselineError())));
        text.append(verdict(first, second));
        training.incidents().forEach(incident -> text.append("\n\n").append(incident));
        text.append("\n\nThe script is `%s`.".formatted(training.script()));
        return ScriptReply.says(text.toString());
    }

    private static String verdict(DemoMetrics first, Optional<DemoMetrics> second) {
        if (second.isEmpty()) return "The first training was sound, so there was nothing to fix.";
        if (second.get().sound())
            return "The first run failed by its learning rate; with the smaller one the model is better than that"
                    + " guess.";
        return second.get().testError().compareTo(first.testError()) < 0
                ? "The fix helped, but the model is still no better than that guess: the columns say little about"
                        + " the target."
                : "The fix did not help.";
    }

    private static String row(String run, DemoMetrics metrics) {
        return "| %s | %s | %s | %s → %s | %s |\n"
                .formatted(
                        run,
                        shown(metrics.learningRate()),
                        shown(metrics.epochs()),
                        shown(metrics.firstLoss()),
                        shown(metrics.lastLoss()),
                        shown(metrics.testError()));
    }

    /// A tool's own words, short enough for a sentence.
    static String quote(String output) {
        String line = output.replaceAll("\\s+", " ").strip();
        return "«"
                + (line.length() <= QUOTE_LIMIT
                        ? line
                        : "… " + line.substring(line.length() - QUOTE_LIMIT))
                + "»";
    }
}
