package io.mlintern.gateway.openai;

import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.routing.Provider;
import io.mlintern.gateway.routing.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the body for an OpenAI-compatible server of the caller's: the caller's own fields, but for those that such a
/// server would refuse.
final class OpenAiRequest {
    private static final Set<String> ROUTER_EFFORTS = Set.of("low", "medium", "high");
    private static final int SESSION_LIMIT = 256;
    private static final String EFFORT = "reasoning_effort";

    private OpenAiRequest() {}

    static Map<String, Object> body(ModelCall call, Route.OpenAiCompatible route) {
        Map<String, Object> body = new LinkedHashMap<>(call.request().body());
        body.put("model", route.model());
        body.put("stream", call.request().stream());
        body.remove("stream_options");
        if (call.request().stream()) body.put("stream_options", Map.of("include_usage", true));
        if (call.request().tools().isEmpty()) {
            body.remove("tools");
            body.remove("tool_choice");
            body.remove("parallel_tool_calls");
        }
        effort(body, route.provider());
        if (falAi(route)) cacheHints(body, call, route.model());
        return body;
    }

    /// The router takes three levels; servers at home know none.
    private static void effort(Map<String, Object> body, Provider provider) {
        if (provider == Provider.OPENAI) return;
        Object effort = body.remove(EFFORT);
        if (provider != Provider.HF_ROUTER || effort == null) return;
        String level = effort.equals("minimal") ? "low" : effort.toString();
        if (ROUTER_EFFORTS.contains(level)) body.put(EFFORT, level);
    }

    private static boolean falAi(Route.OpenAiCompatible route) {
        return route.provider() == Provider.HF_ROUTER && route.model().contains(":fal");
    }

    /// What makes that provider keep the prompt's beginning.
    private static void cacheHints(Map<String, Object> body, ModelCall call, String model) {
        if (model.startsWith("openai/gpt-5.5")) {
            session(call).ifPresent(id -> body.put("prompt_cache_key", id));
            body.put("prompt_cache_retention", "24h");
        }
        if (model.startsWith("anthropic/")) body.put("cache_control", Map.of("type", "ephemeral"));
    }

    /// As a header takes it: the router routes calls of one session to one place.
    static Optional<String> session(ModelCall call) {
        return call.session()
                .map(id -> id.substring(0, Math.min(id.length(), SESSION_LIMIT)))
                .filter(id -> id.matches("[\\x21-\\x7e]+"));
    }
}
