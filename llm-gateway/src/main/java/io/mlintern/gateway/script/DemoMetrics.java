package io.mlintern.gateway.script;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The figures of one training, read out of a tool's output, however it wraps or numbers them.
record DemoMetrics(
        String target,
        BigDecimal features,
        BigDecimal trainRows,
        BigDecimal testRows,
        BigDecimal learningRate,
        BigDecimal epochs,
        BigDecimal firstLoss,
        BigDecimal lastLoss,
        BigDecimal testError,
        BigDecimal baselineError) {

    private static final MathContext FIGURES = new MathContext(4);

    static Optional<DemoMetrics> in(String output) {
        try {
            return Optional.of(
                    new DemoMetrics(
                            find(output, "target", "\"([^\"\\n]*)\""),
                            number(output, "features"),
                            number(output, "rows_train"),
                            number(output, "rows_test"),
                            number(output, "learning_rate"),
                            number(output, "epochs_run"),
                            number(output, "train_loss_first"),
                            number(output, "train_loss_last"),
                            number(output, "test_rmse"),
                            number(output, "baseline_rmse")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Training made it worse instead of better.
    boolean diverged() {
        return lastLoss.compareTo(firstLoss) > 0;
    }

    boolean beatsBaseline() {
        return testError.compareTo(baselineError) < 0;
    }

    boolean sound() {
        return !diverged() && beatsBaseline();
    }

    /// Small enough for this many scaled features: gradient descent is stable below 2 / (features + 1).
    String stableRate() {
        BigDecimal safe =
                BigDecimal.ONE.divide(features.add(BigDecimal.ONE), MathContext.DECIMAL32);
        BigDecimal usual = new BigDecimal("0.1");
        return safe.compareTo(usual) < 0 ? safe.toPlainString() : usual.toPlainString();
    }

    static String shown(BigDecimal figure) {
        BigDecimal rounded = figure.round(FIGURES).stripTrailingZeros();
        return rounded.precision() - rounded.scale() > 9
                ? rounded.toString()
                : rounded.toPlainString();
    }

    private static BigDecimal number(String output, String name) {
        return new BigDecimal(find(output, name, "([-+0-9.eE]+)"));
    }

    /// The last one counts: an output may show an earlier training as well.
    private static String find(String output, String name, String value) {
        Matcher found = Pattern.compile("\"" + name + "\":\\s*" + value).matcher(output);
        String last = "";
        boolean any = false;
        while (found.find()) {
            last = found.group(1);
            any = true;
        }
        if (!any) throw new NumberFormatException("no " + name);
        return last;
    }
}
