package io.mlintern.gateway.routing;

import java.net.URI;
import java.util.Optional;

/// Where one model id leads for one caller.
public sealed interface Route {
    /// The name of the model there.
    String model();

    /// A server that speaks OpenAI's chat completions below this address.
    record OpenAiCompatible(Provider provider, URI baseUrl, Optional<String> key, String model)
            implements Route {
        @Override
        public String toString() {
            return "OpenAiCompatible[" + provider + ", " + baseUrl + ", " + model + "]";
        }
    }

    /// Anthropic's own Messages API.
    record AnthropicMessages(URI baseUrl, String key, String model) implements Route {
        @Override
        public String toString() {
            return "AnthropicMessages[" + baseUrl + ", " + model + "]";
        }
    }

    /// A scripted model inside the gateway.
    record Scripted(String model) implements Route {}
}
