package io.mlintern.gateway;

import io.mlintern.gateway.anthropic.AnthropicProvider;
import io.mlintern.gateway.chat.MaskedModelStream;
import io.mlintern.gateway.chat.ModelCall;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.ModelStream;
import io.mlintern.gateway.openai.OpenAiProvider;
import io.mlintern.gateway.routing.Route;
import io.mlintern.gateway.script.ScriptedModels;
import io.mlintern.gateway.upstream.UpstreamClient;
import io.mlintern.kit.secrets.SecretMask;

/// Opens a call at the provider that its route names; whichever it is, no secret comes back from it.
public final class ModelCalls {
    private final OpenAiProvider openAi;
    private final AnthropicProvider anthropic;
    private final ScriptedModels scripted = new ScriptedModels();

    public ModelCalls(UpstreamClient client) {
        this.openAi = new OpenAiProvider(client);
        this.anthropic = new AnthropicProvider(client);
    }

    public ModelStream open(ModelCall call, Route route, SecretMask mask)
            throws ModelCallException {
        return new MaskedModelStream(open(call, route), mask);
    }

    private ModelStream open(ModelCall call, Route route) throws ModelCallException {
        return switch (route) {
            case Route.OpenAiCompatible compatible -> openAi.open(call, compatible);
            case Route.AnthropicMessages messages -> anthropic.open(call, messages);
            case Route.Scripted script -> scripted.open(call, script.model());
        };
    }
}
