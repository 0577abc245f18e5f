package io.mlintern.gateway.upstream;

import io.mlintern.gateway.chat.FailureCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides what a provider's error means: first by its machine-readable words, then by the HTTP status. Only where a
/// status has several meanings, whole phrases of the sentence decide; digits in a text never do.
final class FailureClassifier {
    private static final Map<String, FailureCode> BY_TYPE =
            Map.ofEntries(
                    Map.entry("context_length_exceeded", FailureCode.CONTEXT_OVERFLOW),
                    Map.entry("exceed_context_size_error", FailureCode.CONTEXT_OVERFLOW),
                    Map.entry("request_too_large", FailureCode.CONTEXT_OVERFLOW),
                    Map.entry("insufficient_quota", FailureCode.BILLING),
                    Map.entry("billing_error", FailureCode.BILLING),
                    Map.entry("billing_hard_limit_reached", FailureCode.BILLING),
                    Map.entry("invalid_api_key", FailureCode.AUTHENTICATION),
                    Map.entry("authentication_error", FailureCode.AUTHENTICATION),
                    Map.entry("permission_error", FailureCode.PERMISSION_DENIED),
                    Map.entry("rate_limit_error", FailureCode.RATE_LIMIT),
                    Map.entry("rate_limit_exceeded", FailureCode.RATE_LIMIT),
                    Map.entry("overloaded_error", FailureCode.OVERLOADED),
                    Map.entry("model_not_found", FailureCode.MODEL_NOT_FOUND),
                    Map.entry("not_found_error", FailureCode.MODEL_NOT_FOUND),
                    Map.entry("model_not_supported", FailureCode.PROVIDER_UNSUPPORTED),
                    Map.entry("timeout_error", FailureCode.UPSTREAM_TIMEOUT),
                    Map.entry("server_error", FailureCode.UPSTREAM_ERROR),
                    Map.entry("api_error", FailureCode.UPSTREAM_ERROR));

    private static final Pattern CONTEXT =
            phrase(
                    "context window exceeded|exceeds? (the )?(model's )?context|max(imum)? context length"
                            + "|prompt is too long|context length exceeded|too many input tokens"
                            + "|input is too long|context size");
    private static final Pattern CREDIT =
            phrase("credit balance|insufficient (credit|fund|balance)");
    private static final Pattern UNSUPPORTED =
            phrase("not supported by (the |any )?provider|no provider supports");
    private static final Pattern NO_MODEL =
            phrase("model\\b.*\\b(not found|does not exist|not exist)|unknown model");

    private FailureClassifier() {}

    static FailureCode classify(int status, UpstreamError error) {
        return byType(error.types())
                .filter(
                        code ->
                                !(code == FailureCode.UPSTREAM_ERROR
                                        && status < 500
                                        && status >= 400))
                .orElseGet(() -> byStatus(status, error.message()));
    }

    private static Optional<FailureCode> byType(List<String> types) {
        return types.stream().map(BY_TYPE::get).filter(code -> code != null).findFirst();
    }

    private static FailureCode byStatus(int status, String message) {
        return switch (status) {
            case 401 -> FailureCode.AUTHENTICATION;
            case 402 -> FailureCode.BILLING;
            case 403 -> FailureCode.PERMISSION_DENIED;
            case 404 -> FailureCode.MODEL_NOT_FOUND;
            case 408, 504 -> FailureCode.UPSTREAM_TIMEOUT;
            case 413 -> FailureCode.CONTEXT_OVERFLOW;
            case 429 -> FailureCode.RATE_LIMIT;
            case 503, 529 -> FailureCode.OVERLOADED;
            default -> byPhrase(status, message);
        };
    }

    private static FailureCode byPhrase(int status, String message) {
        if (CONTEXT.matcher(message).find()) return FailureCode.CONTEXT_OVERFLOW;
        if (status >= 500) return FailureCode.UPSTREAM_ERROR;
        if (status < 400) return FailureCode.UPSTREAM_GARBAGE;
        if (CREDIT.matcher(message).find()) return FailureCode.BILLING;
        if (UNSUPPORTED.matcher(message).find()) return FailureCode.PROVIDER_UNSUPPORTED;
        if (NO_MODEL.matcher(message).find()) return FailureCode.MODEL_NOT_FOUND;
        return FailureCode.INVALID_REQUEST;
    }

    private static Pattern phrase(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
