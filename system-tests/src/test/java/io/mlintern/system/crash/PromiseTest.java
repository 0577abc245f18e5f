package io.mlintern.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.system.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the judge of the kills sees, and what it calls broken.
class PromiseTest {
    private static final String MODEL = "s-1-1-m";
    private static final String TOOL = "s-1-1-0";
    private static final String LAST = "s-1-2-m";

    @TempDir Path folder;

    private Job job;
    private final List<Event> whole = new ArrayList<>();

    @BeforeEach
    void oneTurnThatKeepsThePromise() throws IOException {
        job =
                new Job(
                        new Api(URI.create("http://127.0.0.1:1"), ""),
                        "s",
                        folder,
                        List.of(new Job.Accepted("key", "op", WorkPlan.COMMAND + "x")));
        effects("begun " + TOOL, "ended " + TOOL);
        fact("user_message", "{'operation_id':'op'}");
        fact("processing", "{}");
        fact("model_call_requested", "{'call_id':'%s'}".formatted(MODEL));
        fact(
                "assistant_message",
                "{'call_id':'%s','tool_calls':[{'tool_call_id':'%s'}]}".formatted(MODEL, TOOL));
        fact("tool_call", "{'tool_call_id':'%s','tool':'bash'}".formatted(TOOL));
        fact("tool_output", output("done"));
        fact("model_call_requested", "{'call_id':'%s'}".formatted(LAST));
        fact("assistant_message", "{'call_id':'%s','tool_calls':[]}".formatted(LAST));
        fact("turn_complete", "{'reason':'completed'}");
    }

    @Test
    void aWholeTurnIsAsPromised() {
        assertThat(Promise.broken(job, whole)).isEmpty();
    }

    @Test
    void everyFactThatIsMissingIsSeen() {
        for (int index = 0; index < whole.size(); index++) {
            List<Event> lacking = new ArrayList<>(whole);
            Event lost = lacking.remove(index);

            assertThat(Promise.broken(job, counted(lacking))).as(lost.type()).isNotEmpty();
        }
    }

    @Test
    void everyFactThatIsThereTwiceIsSeen() {
        for (int index = 0; index < whole.size(); index++) {
            List<Event> doubled = new ArrayList<>(whole);
            doubled.add(index, doubled.get(index));

            assertThat(Promise.broken(job, counted(doubled)))
                    .as(whole.get(index).type())
                    .isNotEmpty();
        }
    }

    @Test
    void aHoleInTheCountIsSeen() {
        List<Event> hole = new ArrayList<>(whole);
        hole.remove(4);

        assertThat(Promise.broken(job, hole)).anyMatch(text -> text.startsWith("seq"));
    }

    @Test
    void aCommandThatRanTwiceOrHalfOrNotAtAllIsSeen() throws IOException {
        effects("begun " + TOOL, "ended " + TOOL, "begun " + TOOL, "ended " + TOOL);
        assertThat(Promise.broken(job, whole)).hasSize(1);
        effects("begun " + TOOL);
        assertThat(Promise.broken(job, whole)).hasSize(1);
        effects();
        assertThat(Promise.broken(job, whole)).hasSize(1);
    }

    @Test
    void anOutcomeThatIsNotWhatCameOutIsSeen() {
        whole.replaceAll(changed("tool_output", output("unknown")));
        assertThat(Promise.broken(job, whole)).anyMatch(text -> text.contains("really came out"));
    }

    @Test
    void aTurnThatFailedIsSeen() {
        whole.replaceAll(changed("turn_complete", "{'reason':'iteration_limit'}"));
        assertThat(Promise.broken(job, whole)).hasSize(1);
    }

    private void effects(String... lines) throws IOException {
        Files.write(folder.resolve(WorkPlan.EFFECTS), List.of(lines));
    }

    private static String output(String outcome) {
        return "{'tool_call_id':'%s','tool':'bash','outcome':'%s','output':'done by %s'}"
                .formatted(TOOL, outcome, TOOL);
    }

    private static UnaryOperator<Event> changed(String type, String data) {
        return event -> event.is(type) ? event(event.seq(), type, data) : event;
    }

    private void fact(String type, String data) {
        whole.add(event(whole.size() + 1, type, data));
    }

    private static Event event(int seq, String type, String data) {
        return new Event(
                "s", seq, type, 1, Api.read(data.replace('\'', '"')), Instant.EPOCH, "0/0");
    }

    /// The same with `seq` without a hole, so that the count is not what betrays them.
    private static List<Event> counted(List<Event> events) {
        List<Event> counted = new ArrayList<>();
        for (Event event : events) {
            counted.add(event(counted.size() + 1, event.type(), event.data().toString()));
        }
        return counted;
    }
}
