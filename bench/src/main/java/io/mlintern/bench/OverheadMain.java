package io.mlintern.bench;

import io.mlintern.bench.figures.Hops;
import io.mlintern.bench.figures.Spread;
import io.mlintern.bench.figures.Switches;
import io.mlintern.bench.figures.TextTable;
import io.mlintern.bench.model.Course;
import io.mlintern.bench.model.Exchange;
import io.mlintern.bench.server.BenchServer;
import io.mlintern.bench.server.Chain;
import io.mlintern.bench.server.Durability;
import io.mlintern.system.ProductServer;
import io.mlintern.system.ProductServer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// `overhead`: what one iteration costs beside the model, whose answers cost nothing here, and its `read` of a small file.
///
/// For each number of sessions a fresh server is started, warmed up and measured. Fails when durability is off.
public final class OverheadMain {
    private static final String HEADING = "### Overhead of an iteration";
    private static final List<Integer> COLUMNS = List.of(1, 64, 256, 1000);
    private static final int CHAINS = 300;
    private static final int LONG = 1_020;
    private static final int STEP = 20;

    private final Form form;
    private final Switches switches;
    private final Map<String, String> settings;
    private final List<Measured> runs = new ArrayList<>();
    private Optional<Spread> chain = Optional.empty();
    private String growth = "–";

    private OverheadMain(Switches switches) {
        this.switches = switches;
        form = switches.has("--processes") ? Form.PROCESSES : Form.COMBINED;
        settings = switches.settings("--set");
    }

    /// Switches: `--sessions 1,64,256,1000`, `--processes`, `--warm-up N`, `--iterations N`, `--long`, `--set NAME=VALUE`
    /// (a variable of the services), `--write`.
    public static void main(String[] arguments) throws InterruptedException {
        Switches switches =
                Switches.read(
                        Set.of("--processes", "--long", "--write"),
                        Set.of("--sessions", "--warm-up", "--iterations", "--set"),
                        List.of(arguments));
        new OverheadMain(switches).run(Report.begin(switches.has("--write")));
    }

    private void run(Report report) throws InterruptedException {
        for (int sessions : switches.numbers("--sessions", "1,64,256,1000")) {
            measure(report, sessions);
        }
        System.out.println(summary());
        report.row(HEADING, cells());
    }

    private void measure(Report report, int sessions) throws InterruptedException {
        int warmUp = switches.number("--warm-up", Math.max(300, 4 * sessions));
        int iterations = switches.number("--iterations", Math.max(1_000, 8 * sessions));
        try (BenchServer started = BenchServer.start(form, settings)) {
            ProductServer server = started.product();
            var course = new Course(warmUp, iterations);
            Measured measured = LoopRun.whole(server, sessions, course);
            if (runs.isEmpty()) report.settings(Durability.check(server));
            else Durability.check(server);
            runs.add(measured);
            System.out.printf(
                    "%n%d sessions, %s, %d iterations to warm up, %d measured: p50 %.2f ms, p99 %.2f ms, %.0f iterations/s%n",
                    sessions,
                    formName(),
                    warmUp,
                    iterations,
                    measured.millis().median(),
                    measured.millis().p99(),
                    measured.perSecond());
            System.out.println(table(measured.hops()));
            if (sessions == 1) alone(server);
        }
    }

    /// What is measured beside one session.
    private void alone(ProductServer server) throws InterruptedException {
        Spread bare = Chain.measure(server, CHAINS);
        chain = Optional.of(bare);
        System.out.printf(
                "Bare chain of %d hops and %d commits: p50 %.2f ms, p99 %.2f ms%n",
                Chain.HOPS, Chain.COMMITS, bare.median(), bare.p99());
        if (switches.has("--long")) growth(server);
    }

    private void growth(ProductServer server) throws InterruptedException {
        try (LoopRun run = LoopRun.begin(server, 1, new Course(1, LONG))) {
            run.awaitEnd();
            Measured early = run.measured(around(10));
            Measured late = run.measured(around(1_000));
            System.out.println("\nAround iteration 10 of one session:\n" + table(early.hops()));
            System.out.println("\nAround iteration 1,000:\n" + table(late.hops()));
            double ratio = late.millis().median() / early.millis().median();
            growth =
                    "%.1f → %.1f ms (%.2f)"
                            .formatted(early.millis().median(), late.millis().median(), ratio);
            System.out.println("p50 at iteration 10 → 1,000: " + growth);
        }
    }

    private static Predicate<Exchange> around(int iteration) {
        return exchange -> Math.abs(exchange.number() - iteration) < STEP;
    }

    private static TextTable table(Hops hops) {
        var table = new TextTable("hop", "mean ms", "p50", "p99");
        double sum = 0;
        for (Hops.Hop hop : hops.hops()) {
            Spread millis = hop.millis();
            sum += millis.mean();
            table.row(hop.to().words(), millis.mean(), millis.median(), millis.p99());
        }
        return table.row("all, of %d iterations".formatted(hops.iterations()), sum, "–", "–");
    }

    private TextTable summary() {
        var table = new TextTable("sessions", "p50 ms", "p99 ms", "iterations/s", "× bare chain");
        for (Measured run : runs) {
            table.row(
                    run.sessions(),
                    run.millis().median(),
                    run.millis().p99(),
                    run.perSecond(),
                    chain.map(bare -> (Object) (run.millis().median() / bare.median()))
                            .orElse("–"));
        }
        return table;
    }

    private List<String> cells() {
        List<String> cells = new ArrayList<>(List.of(formName()));
        for (int column : COLUMNS) {
            cells.add(
                    runs.stream()
                            .filter(run -> run.sessions() == column)
                            .findFirst()
                            .map(Measured::cell)
                            .orElse("–"));
        }
        cells.add(chain.map(bare -> TextTable.text(bare.median()) + " ms").orElse("–"));
        cells.add(growth);
        return List.copyOf(cells);
    }

    private String formName() {
        String name = form == Form.PROCESSES ? "processes" : "combined";
        return settings.isEmpty() ? name : name + " " + settings;
    }
}
