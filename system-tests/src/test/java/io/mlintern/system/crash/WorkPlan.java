package io.mlintern.system.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlintern.system.Api;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What the model of these tests answers. It follows from the request alone, so that an answer that is asked for again is the
/// same: two rounds of calls, several at a time, then a text.
final class WorkPlan {
    /// A file of every workspace that is read.
    static final String GIVEN = "given.txt";

    static final String GIVEN_TEXT = "what was there before";

    /// What commands leave behind: `begun CALL` and `ended CALL`, a line each.
    static final String EFFECTS = "effects";

    private WorkPlan() {}

    record Call(String tool, Map<String, ?> arguments) {}

    record Answer(String text, List<Call> calls) {}

    /// The answer to these messages.
    static Answer answer(JsonNode messages) {
        List<JsonNode> since = new ArrayList<>();
        for (JsonNode message : messages) {
            if (is(message, "user")) since.clear();
            since.add(message);
        }
        String asked = since.getFirst().path("content").asText();
        long round = since.stream().filter(message -> is(message, "assistant")).count();
        if (asked.startsWith(COMMAND)) return ownCommand(asked, round);
        if (asked.startsWith(STEPS)) return steps(asked, round);
        if (asked.startsWith(MANY)) return manyCommands(asked, round);
        return switch ((int) round) {
            case 0 -> new Answer("I begin with it and look around.", firstRound(asked));
            case 1 -> new Answer("Now the rest of it.", secondRound(asked));
            default -> new Answer("All of it is done, and nothing is left to do.", List.of());
        };
    }

    /// A prompt that begins so has the rest of it run as one command.
    static final String COMMAND = "run: ";

    private static Answer ownCommand(String asked, long round) {
        return round == 0
                ? new Answer("I run it.", List.of(bash(asked.substring(COMMAND.length()))))
                : new Answer("It has run to its end.", List.of());
    }

    /// A prompt that begins so has as many short commands run at the same time as the number behind it says.
    static final String MANY = "many: ";

    private static Answer manyCommands(String asked, long round) {
        int number = Integer.parseInt(asked.substring(MANY.length()));
        return round == 0
                ? new Answer("I run them.", Collections.nCopies(number, bash(working(":"))))
                : new Answer("All have run to their end.", List.of());
    }

    /// A prompt that begins so is worked on in as many steps as the number behind it says, each with one short call.
    static final String STEPS = "steps: ";

    private static Answer steps(String asked, long round) {
        return round < Integer.parseInt(asked.substring(STEPS.length()))
                ? new Answer(
                        "Step " + round + ".", List.of(new Call("read", Map.of("path", GIVEN))))
                : new Answer("These were all steps.", List.of());
    }

    private static List<Call> firstRound(String asked) {
        return List.of(
                work(0.4),
                new Call("write", Map.of("path", note(asked), "content", noteText(asked))),
                new Call("read", Map.of("path", GIVEN)),
                work(0.2));
    }

    private static List<Call> secondRound(String asked) {
        return List.of(work(0.7), new Call("read", Map.of("path", note(asked))), work(0.3));
    }

    /// A command that says when it begins and ends, and lasts that many seconds.
    static Call work(double seconds) {
        return bash(working("sleep " + seconds));
    }

    static String working(String command) {
        return "echo begun $MLINTERN_CALL_ID >>effects; %s; echo ended $MLINTERN_CALL_ID >>effects; echo done by $MLINTERN_CALL_ID"
                .formatted(command);
    }

    private static Call bash(String command) {
        return new Call("bash", Map.of("command", command));
    }

    static boolean writesNote(String asked) {
        return Stream.of(COMMAND, STEPS, MANY).noneMatch(asked::startsWith);
    }

    /// The file that the turn of this prompt writes.
    static String note(String asked) {
        return "notes/" + asked.replaceAll("[^a-z0-9]+", "-") + ".txt";
    }

    static String noteText(String asked) {
        return "written for " + asked + "\n";
    }

    /// What people have said, in its order.
    static List<String> prompts(JsonNode messages) {
        return StreamSupport.stream(messages.spliterator(), false)
                .filter(message -> is(message, "user"))
                .map(message -> message.path("content").asText())
                .toList();
    }

    /// What is wrong with the messages of a request: each call has one result behind it before anything else is said.
    static List<String> complaints(JsonNode messages) {
        List<String> complaints = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (JsonNode message : messages) {
            if (is(message, "tool")) {
                String id = message.path("tool_call_id").asText();
                if (!open.remove(id)) complaints.add("a result without its call: " + id);
            } else {
                if (!open.isEmpty()) complaints.add("calls without a result: " + open);
                open = ids(message);
            }
        }
        if (!open.isEmpty()) complaints.add("calls without a result: " + open);
        return complaints;
    }

    private static List<String> ids(JsonNode message) {
        return new ArrayList<>(
                StreamSupport.stream(message.path("tool_calls").spliterator(), false)
                        .map(call -> call.path("id").asText())
                        .toList());
    }

    private static boolean is(JsonNode message, String role) {
        return message.path("role").asText().equals(role);
    }

    /// A call as it stands in a chunk of OpenAI's stream.
    static Map<String, ?> chunk(Call call, int index) {
        return Map.of(
                "index",
                index,
                "id",
                "call_" + index,
                "type",
                "function",
                "function",
                Map.of("name", call.tool(), "arguments", Api.json(call.arguments())));
    }
}
