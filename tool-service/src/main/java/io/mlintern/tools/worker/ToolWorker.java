package io.mlintern.tools.worker;

import io.mlintern.kit.kafka.DeadLetters;
import io.mlintern.kit.kafka.KafkaClients;
import io.mlintern.kit.kafka.TopicsAdmin;
import io.mlintern.kit.runs.RunCounters;
import io.mlintern.kit.runs.RunExecutor;
import io.mlintern.kit.runs.Runs;
import io.mlintern.protocol.Topics;
import io.mlintern.tools.secrets.SecretMasks;
import io.mlintern.tools.tool.Tool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One replica of the tool workers: its tools announced, its policy read, calls taken and carried out.
public final class ToolWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ToolWorker.class);
    private static final String GROUP = "tool-workers";
    private static final String CANCELLERS = "tool-cancellations";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

    private final Parts parts;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Toolbox tools;
    private final Outbox outbox;
    private final PolicyCopy policy;
    private final DeadLetters letters;
    private volatile Optional<RunExecutor> executor = Optional.empty();
    private volatile Optional<Assignment> assignment = Optional.empty();

    /// @param runs stays the caller's, to be closed after the worker
    public record Parts(
            KafkaClients clients,
            Runs runs,
            WorkerConfig config,
            List<Tool> tools,
            SecretMasks masks) {}

    private ToolWorker(Parts parts) {
        this.parts = parts;
        tools = new Toolbox(parts.tools());
        outbox = opened(new Outbox(parts.clients()));
        policy = opened(new PolicyCopy(parts.clients()));
        letters = new DeadLetters(outbox.producer());
    }

    /// Waits for a policy, then begins to take calls.
    ///
    /// @throws InterruptedException when it is not wanted any more
    public static ToolWorker start(Parts parts) throws InterruptedException, ExecutionException {
        try (var admin = parts.clients().admin(GROUP + "-start")) {
            var topics = new TopicsAdmin(admin, parts.clients().settings());
            topics.ensure();
            topics.ensureShareGroup(GROUP);
        }
        var worker = new ToolWorker(parts);
        try {
            worker.begin();
            return worker;
        } catch (InterruptedException | RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    private void begin() throws InterruptedException {
        var clock = InstantSource.system();
        new CatalogAnnouncer(parts.clients(), outbox, clock).announce(tools.descriptors());
        awaitPolicy();
        var work =
                new ToolWork(
                        tools,
                        new CallGate(tools, policy::policies, clock),
                        new Workspaces(parts.config().local()),
                        parts.masks(),
                        new Reports(outbox, clock));
        var config = parts.config();
        var runs = opened(RunExecutor.start(parts.runs(), work, config.slots(), config.drain()));
        executor = Optional.of(runs);
        watch();
        consume(runs);
    }

    /// Runs that are taken over are judged as well: none may begin without a policy.
    private void awaitPolicy() throws InterruptedException {
        long sayAt = System.nanoTime();
        while (!policy.isReady()) {
            if (System.nanoTime() >= sayAt) {
                LOG.info("the tool worker waits for a policy");
                sayAt = System.nanoTime() + SAY_AGAIN.toNanos();
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private void watch() {
        var clients = parts.clients();
        var admin = clients.admin(GROUP + "-watch-" + clients.settings().instance());
        assignment = Optional.of(opened(new Assignment(admin, clients.settings(), GROUP)));
    }

    private void consume(RunExecutor runs) {
        var clients = parts.clients();
        var handOuts =
                new HandOuts(
                        () -> clients.sharer(GROUP, parts.config().slots()),
                        clients.settings().topic(Topics.TOOL_CALLS));
        opened(new CallConsumer(handOuts, letters, tools, runs)).start();
        opened(
                        new CancellationConsumer(
                                () -> clients.member(CANCELLERS, "earliest"),
                                clients.settings().topic(Topics.TOOL_CANCELLATIONS),
                                letters,
                                parts.runs()::cancel))
                .start();
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /// Calls reach this worker, and it can judge them and write that it has them.
    public boolean isReady() {
        return policy.isReady()
                && assignment.filter(Assignment::isAssigned).isPresent()
                && parts.runs().isReachable();
    }

    public int slots() {
        return parts.config().slots();
    }

    public int freeSlots() {
        return executor.map(RunExecutor::freeSlots).orElse(0);
    }

    /// Calls that wait: those that were not handed out to anybody, and those that wait here for a slot.
    public long backlog() {
        return assignment.map(Assignment::backlog).orElse(0L)
                + executor.map(RunExecutor::waiting).orElse(0);
    }

    public RunCounters counters() {
        return parts.runs().counters();
    }

    /// Records that could not be read here, and were put aside.
    public long deadLetters() {
        return letters.count();
    }

    /// Takes no more calls, lets the running ones end within the drain time, and leaves the rest to others.
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the tool worker did not close", e);
            }
        }
    }
}
