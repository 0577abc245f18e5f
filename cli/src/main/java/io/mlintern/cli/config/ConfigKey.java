package io.mlintern.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The keys that a configuration file may have, and what each may hold.
///
/// They are upstream's and mean the same. Those that have no effect yet are read, checked and named on standard error when
/// a user sets them.
@SuppressWarnings("ImmutableEnumChecker") // The predicates have no state.
enum ConfigKey {
    MODEL_NAME("model_name", "a model id such as \"openai/gpt-5.5\"", ConfigKey::isWord, true),
    MAX_ITERATIONS(
            "max_iterations",
            "a whole number other than 0 (negative: no limit)",
            ConfigKey::isLimit,
            true),
    MCP_SERVERS("mcpServers", "an object of servers by name", JsonNode::isObject, false),
    SAVE_SESSIONS("save_sessions", "true or false", JsonNode::isBoolean, false),
    SESSION_DATASET_REPO("session_dataset_repo", "a dataset's name", ConfigKey::isWord, false),
    SHARE_TRACES("share_traces", "true or false", JsonNode::isBoolean, false),
    PERSONAL_TRACE_REPO_TEMPLATE(
            "personal_trace_repo_template", "a dataset's name", JsonNode::isTextual, false),
    AUTO_SAVE_INTERVAL("auto_save_interval", "a whole number from 0", ConfigKey::isCount, false),
    HEARTBEAT_INTERVAL_S(
            "heartbeat_interval_s", "a whole number from 0", ConfigKey::isCount, false),
    YOLO_MODE("yolo_mode", "true or false", JsonNode::isBoolean, false),
    CONFIRM_CPU_JOBS("confirm_cpu_jobs", "true or false", JsonNode::isBoolean, false),
    AUTO_FILE_UPLOAD("auto_file_upload", "true or false", JsonNode::isBoolean, false),
    TOOL_RUNTIME(
            "tool_runtime",
            "\"local\" or \"sandbox\"",
            value -> isOneOf(value, List.of("local", "sandbox")),
            false),
    REASONING_EFFORT(
            "reasoning_effort",
            "null, minimal, low, medium, high, xhigh or max",
            ConfigKey::isEffort,
            false),
    MESSAGING("messaging", "an object", JsonNode::isObject, false),
    APPROVAL_POLICY(
            "approval_policy", "\"single-user\", \"team\" or a file", ConfigKey::isWord, false);

    private final String key;
    private final String expected;
    private final Predicate<JsonNode> valid;
    private final boolean used;

    ConfigKey(String key, String expected, Predicate<JsonNode> valid, boolean used) {
        this.key = key;
        this.expected = expected;
        this.valid = valid;
        this.used = used;
    }

    static Optional<ConfigKey> named(String key) {
        return Arrays.stream(values()).filter(known -> known.key.equals(key)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ConfigKey::key).toList();
    }

    String key() {
        return key;
    }

    /// What the key may hold, for a sentence.
    String expected() {
        return expected;
    }

    boolean accepts(JsonNode value) {
        return valid.test(value);
    }

    /// Whether something reads it already.
    boolean isUsed() {
        return used;
    }

    private static boolean isWord(JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank();
    }

    private static boolean isLimit(JsonNode value) {
        return value.canConvertToInt() && value.isIntegralNumber() && value.intValue() != 0;
    }

    private static boolean isCount(JsonNode value) {
        return value.canConvertToInt() && value.isIntegralNumber() && value.intValue() >= 0;
    }

    private static boolean isEffort(JsonNode value) {
        return value.isNull()
                || isOneOf(value, List.of("minimal", "low", "medium", "high", "xhigh", "max"));
    }

    private static boolean isOneOf(JsonNode value, List<String> words) {
        return value.isTextual() && words.contains(value.textValue());
    }
}
