package io.mlintern.orchestrator.engine;

import io.mlintern.protocol.CallOutcome;
import io.mlintern.protocol.Fact;
import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.PlanItem;
import io.mlintern.protocol.ToolDescriptor;
import io.mlintern.protocol.ToolName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `plan_tool`: replaces the session's plan. It has no other effect, so the engine carries it out itself.
final class PlanTool {
    static final ToolName NAME = new ToolName("plan_tool");

    private static final JsonObject PARAMETERS =
            JsonObject.parse(
                            """
                            {"type":"object","additionalProperties":false,"required":["todos"],"properties":{"todos":{
                            "type":"array","description":"The whole plan; it replaces the one before.","items":{
                            "type":"object","additionalProperties":false,"required":["id","content","status"],"properties":{
                            "id":{"type":"string","description":"Short and unique in the plan"},
                            "content":{"type":"string","description":"What is to be done"},
                            "status":{"type":"string","enum":["pending","in_progress","completed"]}}}}}}""")
                    .orElseThrow();

    static final ToolDescriptor DESCRIPTOR =
            new ToolDescriptor(
                    NAME,
                    "1",
                    "engine",
                    120,
                    """
                    Keeps the plan of work with three steps or more, which the user sees. Each call sends the whole plan anew. \
                    Have exactly one step in progress; mark a step completed at once, and only when it fully succeeded; \
                    update the plan often.""",
                    PARAMETERS,
                    Map.of("*", ToolDescriptor.Effect.READ),
                    true,
                    false,
                    Duration.ofSeconds(1));

    private PlanTool() {}

    static void carryOut(Fact.RequestedCall call, Draft draft) {
        List<PlanItem> plan = new ArrayList<>();
        Optional<String> wrong = read(call.arguments(), plan);
        if (wrong.isPresent()) {
            ToolBatch.refuse(call, "The plan was not changed: " + wrong.get(), draft);
            return;
        }
        draft.add(new Fact.PlanUpdate(plan));
        draft.add(
                new Fact.ToolOutput(
                        NAME, call.toolCallId(), text(plan), true, CallOutcome.Kind.DONE));
    }

    /// Reads the plan into the list; answers what is wrong with it, if anything is.
    private static Optional<String> read(JsonObject arguments, List<PlanItem> plan) {
        if (!(arguments.asMap().get("todos") instanceof List<?> todos)) {
            return Optional.of("todos has to be a list of {id, content, status}.");
        }
        if (todos.size() > Bounds.PLAN_ITEMS) {
            return Optional.of("it has more than " + Bounds.PLAN_ITEMS + " items.");
        }
        var ids = new HashSet<String>();
        for (Object todo : todos) {
            Optional<PlanItem> item = item(todo);
            if (item.isEmpty()) {
                return Optional.of(
                        "item "
                                + (plan.size() + 1)
                                + " needs the strings id, content and status (pending, in_progress or completed).");
            }
            if (Bounds.bytes(item.get().id() + item.get().content()) > Bounds.PLAN_ITEM_BYTES) {
                return Optional.of("item " + (plan.size() + 1) + " is too long.");
            }
            if (!ids.add(item.get().id())) {
                return Optional.of("the id " + item.get().id() + " stands twice.");
            }
            plan.add(item.get());
        }
        return Optional.empty();
    }

    private static Optional<PlanItem> item(Object todo) {
        if (!(todo instanceof Map<?, ?> fields)
                || !(fields.get("id") instanceof String id)
                || !(fields.get("content") instanceof String content)
                || !(fields.get("status") instanceof String status)) {
            return Optional.empty();
        }
        return status(status).map(known -> new PlanItem(id, content, known));
    }

    private static Optional<PlanItem.Status> status(String name) {
        return switch (name) {
            case "pending" -> Optional.of(PlanItem.Status.PENDING);
            case "in_progress" -> Optional.of(PlanItem.Status.IN_PROGRESS);
            case "completed" -> Optional.of(PlanItem.Status.COMPLETED);
            default -> Optional.empty();
        };
    }

    private static String text(List<PlanItem> plan) {
        if (plan.isEmpty()) {
            return "The plan is empty.";
        }
        var text = new StringBuilder("Plan:\n");
        append(text, plan, PlanItem.Status.COMPLETED, "[x] ");
        append(text, plan, PlanItem.Status.IN_PROGRESS, "[~] ");
        append(text, plan, PlanItem.Status.PENDING, "[ ] ");
        long done =
                plan.stream().filter(item -> item.status() == PlanItem.Status.COMPLETED).count();
        return text.append(done).append('/').append(plan.size()).append(" done").toString();
    }

    private static void append(
            StringBuilder text, List<PlanItem> plan, PlanItem.Status status, String mark) {
        plan.stream()
                .filter(item -> item.status() == status)
                .forEach(
                        item ->
                                text.append(mark)
                                        .append(item.id())
                                        .append(". ")
                                        .append(item.content())
                                        .append('\n'));
    }
}
