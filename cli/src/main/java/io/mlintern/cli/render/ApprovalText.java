package io.mlintern.cli.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Requests for approval as `GET /api/approvals` has them, in lines for a person. What a request does not have is left out.
public final class ApprovalText {
    private static final List<String> HEAD =
            List.of("ID", "LEFT", "COST", "TOOL", "REQUESTER", "MISSING");
    private static final int NAME_WIDTH = 16;
    private static final ObjectWriter PRETTY = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private final Instant now;

    public ApprovalText(Instant now) {
        this.now = now;
    }

    /// One line a request. Ids are whole, since they are typed again; other names are cut, so that a usual row has 80 columns.
    public List<String> table(List<JsonNode> requests) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        requests.forEach(request -> rows.add(row(request)));
        return Columns.lines(rows);
    }

    private List<String> row(JsonNode request) {
        return List.of(
                line(request, "id"),
                left(request),
                cost(request),
                cut(line(request, "tool")),
                cut(line(request, "requester")),
                missing(request).orElse("-"));
    }

    /// All that is known of one request.
    public List<String> details(JsonNode request) {
        var lines = new ArrayList<String>();
        for (String field : List.of("id", "session_id", "tool", "requester", "status")) {
            add(lines, field.replace("session_id", "session"), line(request, field));
        }
        add(lines, "reason", line(request, "reason"));
        add(lines, "rule", line(request, "rule"));
        add(lines, "cost", cost(request));
        add(lines, "time left", until(request));
        add(lines, "missing", missing(request).orElse("nobody"));
        for (JsonNode vote : request.path("votes")) {
            add(lines, "vote", vote(vote));
        }
        block(lines, "arguments", pretty(request.path("arguments")));
        block(lines, "preview", pretty(request.path("preview")));
        return lines;
    }

    /// Who must still vote, as the server says it; empty where it says nothing or nobody is missing.
    public static Optional<String> missing(JsonNode request) {
        JsonNode missing = request.path("missing");
        String text =
                missing.isArray()
                        ? StreamSupport.stream(missing.spliterator(), false)
                                .map(ApprovalText::level)
                                .filter(level -> !level.isBlank())
                                .collect(Collectors.joining(", then "))
                        : missing.isObject() ? level(missing) : missing.asText("");
        return Optional.of(oneLine(text)).filter(line -> !line.isBlank());
    }

    private static String level(JsonNode level) {
        if (!level.isObject()) {
            return level.asText("");
        }
        JsonNode from = level.path("from");
        String who =
                from.isArray()
                        ? StreamSupport.stream(from.spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(" or "))
                        : from.asText("");
        String needed = level.path("needed").asText("");
        return needed.isEmpty() || who.isEmpty() ? needed + who : needed + " of " + who;
    }

    private static String vote(JsonNode vote) {
        var text = new StringBuilder(line(vote, "vote")).append(" by ").append(line(vote, "user"));
        String at = line(vote, "at");
        if (!at.isEmpty()) {
            text.append(", ").append(at);
        }
        String feedback = line(vote, "feedback");
        if (!feedback.isEmpty()) {
            text.append(": ").append(feedback);
        }
        return text.toString();
    }

    /// Dollars with two digits, never rounded down; a server gives them as number or text.
    private static String cost(JsonNode request) {
        String given = request.path("estimated_cost_usd").asText("");
        try {
            return given.isEmpty() || given.equals("null")
                    ? "unknown"
                    : "$" + new BigDecimal(given).setScale(2, RoundingMode.CEILING).toPlainString();
        } catch (NumberFormatException e) {
            return oneLine(given);
        }
    }

    private String left(JsonNode request) {
        return isDecided(request) ? "-" : expiry(request).map(this::left).orElse("-");
    }

    private String until(JsonNode request) {
        return isDecided(request)
                ? ""
                : expiry(request)
                        .map(expiry -> "%s (until %s)".formatted(left(expiry), expiry))
                        .orElse("");
    }

    private static boolean isDecided(JsonNode request) {
        String status = request.path("status").asText("");
        return !status.isEmpty() && !status.equals("open");
    }

    private String left(Instant expiry) {
        Duration left = Duration.between(now, expiry);
        if (!left.isPositive()) {
            return "none";
        }
        if (left.toMinutes() == 0) {
            return "<1m";
        }
        return left.toHours() == 0
                ? left.toMinutes() + "m"
                : "%dh%02dm".formatted(left.toHours(), left.toMinutesPart());
    }

    private static Optional<Instant> expiry(JsonNode request) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(request.path("expires_at").asText("")).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static void add(List<String> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add("%-9s  %s".formatted(name, value));
        }
    }

    private static void block(List<String> lines, String name, String text) {
        if (!text.isBlank()) {
            lines.add("");
            lines.add(name);
            text.stripTrailing().lines().map(line -> "  " + line).forEach(lines::add);
        }
    }

    private static String pretty(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        try {
            String text = value.isValueNode() ? value.asText() : PRETTY.writeValueAsString(value);
            return Excerpt.harmless(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static String line(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isNull() ? "" : oneLine(value.asText(""));
    }

    private static String oneLine(String text) {
        return Excerpt.harmless(text).strip().replaceAll("\\s*[\n\t]\\s*", " ");
    }

    private static String cut(String name) {
        return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "…";
    }
}
