package io.mlintern.gateway;

import io.mlintern.gateway.anthropic.AnthropicProvider;
import io.mlintern.gateway.chat.BoundedModelStream;
import io.mlintern.gateway.chat.MaskedModelStream;
import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelStream;
import io.mlintern.gateway.openai.OpenAiProvider;
import io.mlintern.gateway.prices.PricedStream;
import io.mlintern.gateway.prices.Prices;
import io.mlintern.gateway.routing.Route;
import io.mlintern.gateway.script.ScriptedModels;
import io.mlintern.gateway.upstream.UpstreamClient;
import io.mlintern.kit.secrets.SecretMask;
import io.mlintern.protocol.Topics;

/// Opens a call at the provider that its route names: its usage will say what it cost, no secret comes back from it,
/// and it has an end.
public final class ModelCalls {
    /// Characters of an answer. At four bytes each it fits into a message of ours, whatever it says.
    private static final int LONGEST_ANSWER = Topics.MAX_BODY_BYTES / 4;

    private final OpenAiProvider openAi;
    private final AnthropicProvider anthropic;
    private final Prices prices;
    private final ScriptedModels scripted = new ScriptedModels();

    public ModelCalls(UpstreamClient client, Prices prices) {
        this.openAi = new OpenAiProvider(client);
        this.anthropic = new AnthropicProvider(client);
        this.prices = prices;
    }

    /// @throws ModelCallException when nothing was sent to the provider
    public ModelStream open(ModelCall call, Route route, SecretMask mask)
            throws ModelCallException {
        var masked = new MaskedModelStream(opened(call, route), mask);
        var bounded = new BoundedModelStream(masked, LONGEST_ANSWER);
        return new PricedStream(bounded, prices.of(call, route));
    }

    private ModelStream opened(ModelCall call, Route route) throws ModelCallException {
        return switch (route) {
            case Route.OpenAiCompatible compatible -> openAi.open(call, compatible);
            case Route.AnthropicMessages messages -> anthropic.open(call, messages);
            case Route.Scripted script -> scripted.open(call, script.model());
        };
    }
}
