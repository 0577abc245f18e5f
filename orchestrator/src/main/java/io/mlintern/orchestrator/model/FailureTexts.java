package io.mlintern.orchestrator.model;

import io.mlintern.orchestrator.model.gateway.GatewayFailure;
import io.mlintern.protocol.ErrorCode;
import io.mlintern.protocol.ModelId;
import java.time.Duration;

/// What people read when a model did not answer: what happened, and what they can do.
final class FailureTexts {
    private static final String BILLING = "https://huggingface.co/settings/billing";
    private static final String PRO = "https://huggingface.co/subscribe/pro";
    private static final int LONGEST_DETAIL = 500;

    private FailureTexts() {}

    static String of(GatewayFailure failure, ModelId model) {
        String detail = detail(failure);
        return switch (failure.code().value()) {
            // The gateway names the very variables that would help.
            case "no_credentials" ->
                    detail.isEmpty()
                            ? "No key is set for %s. Set the key of its provider, or HF_TOKEN, and try again."
                                    .formatted(model)
                            : detail;
            case "authentication" ->
                    "The provider of %s refused the key: it is missing, wrong or expired. Set HF_TOKEN (or the provider's own key) in the environment or in .env, or sign in with `hf auth login`; /model chooses another model."
                            .formatted(model);
            case "permission_denied" ->
                    "The key is valid but may not use %s. Ask its owner for access, or choose another model with /model."
                            .formatted(model);
            case "billing" ->
                    "The account has no inference credits left for %s. Credits and pay-as-you-go: %s. A PRO subscription includes monthly credits: %s."
                            .formatted(model, BILLING, PRO);
            case "provider_unsupported" ->
                    "The chosen provider does not serve %s. Leave out the :provider suffix, or list what is served with /model."
                            .formatted(model);
            case "model_not_found" ->
                    "There is no model %s. List the models with /model.".formatted(model);
            case "context_overflow" ->
                    "The conversation is larger than the context window of %s.".formatted(model);
            case "rate_limit" ->
                    "The provider of %s takes no more requests for now. Try again later, or choose another model with /model."
                            .formatted(model);
            case "overloaded" ->
                    "The provider of %s is overloaded. Try again later, or choose another model with /model."
                            .formatted(model);
            case "gateway_unreachable" ->
                    "llm-gateway cannot be reached. Look whether it runs: `ml-intern server status`.";
            case "upstream_unreachable" ->
                    with("The server of %s cannot be reached.".formatted(model), detail);
            case "upstream_timeout" -> "%s did not answer in time.".formatted(model);
            case "upstream_cut" ->
                    "The answer of %s broke off before it was complete.".formatted(model);
            case "upstream_garbage" ->
                    "The server of %s sent something that is no answer.".formatted(model);
            case "invalid_request" ->
                    with("The provider of %s refused the request.".formatted(model), detail);
            default -> with("The call to %s failed.".formatted(model), detail);
        };
    }

    /// The line that announces a wait.
    static String retry(GatewayFailure failure, ModelId model, Duration delay, int next) {
        long seconds = Math.ceilDiv(delay.toMillis(), 1000);
        if (failure.code().equals(ErrorCode.GATEWAY_UNREACHABLE)) {
            return "%s cannot be asked: llm-gateway does not answer; it is asked again in %d s"
                    .formatted(model, seconds);
        }
        String what =
                switch (failure.code().value()) {
                    case "rate_limit" -> "is rate limited";
                    case "overloaded" -> "is overloaded";
                    case "upstream_unreachable" -> "cannot be reached";
                    case "upstream_timeout" -> "did not answer in time";
                    case "upstream_cut" -> "broke off its answer";
                    default -> "failed";
                };
        return "%s %s; attempt %d of %d in %d s"
                .formatted(model, what, next, RetryPolicy.ATTEMPTS, seconds);
    }

    private static String with(String sentence, String detail) {
        return detail.isEmpty() ? sentence : sentence + " " + detail;
    }

    private static String detail(GatewayFailure failure) {
        String detail = failure.detail().strip();
        return detail.length() <= LONGEST_DETAIL
                ? detail
                : detail.substring(0, LONGEST_DETAIL) + "…";
    }
}
