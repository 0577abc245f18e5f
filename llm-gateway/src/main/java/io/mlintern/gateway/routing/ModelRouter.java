package io.mlintern.gateway.routing;

import static io.mlintern.gateway.chat.FailureCode.INVALID_REQUEST;
import static io.mlintern.gateway.chat.FailureCode.NO_CREDENTIALS;

import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.protocol.ModelId;
import io.mlintern.gateway.routing.ProviderSettings.Endpoint;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Decides by the model id, and the caller's keys, which provider a call goes to. Pure.
public final class ModelRouter {
    private static final String SCRIPT = "script/";
    private static final String RESERVED = "openai-compat/";
    private static final String HUB = "huggingface/";
    private static final String DEMO_HINT =
            " The scripted model script/demo needs no key and no server.";

    private ModelRouter() {}

    /// @throws ModelCallException `invalid_request` for an id that names no provider, `no_credentials` when what the id
    ///     needs is not set; the message says what to set
    public static Route route(ModelId id, ProviderSettings settings) throws ModelCallException {
        String value = id.value();
        if (value.chars().anyMatch(Character::isWhitespace)) throw unfit(id);
        if (value.startsWith(SCRIPT)) return scripted(id);
        if (value.startsWith(HUB)) return hfRouter(id, value.substring(HUB.length()), settings);
        int slash = value.indexOf('/');
        if (slash <= 0 || value.startsWith(RESERVED)) throw unfit(id);
        Optional<Provider> local = Provider.localServer(value.substring(0, slash));
        if (local.isPresent()) return local(id, local.get(), value.substring(slash + 1), settings);
        if (value.indexOf(':') >= 0) return hfRouter(id, value, settings);
        return switch (value.substring(0, slash)) {
            case "anthropic" -> anthropic(id, settings);
            case "openai" -> openAi(id, settings);
            default -> hfRouter(id, value, settings);
        };
    }

    private static Route scripted(ModelId id) throws ModelCallException {
        String name = id.value().substring(SCRIPT.length());
        if (name.isEmpty()) throw unfit(id);
        return new Route.Scripted(name);
    }

    private static Route local(
            ModelId id, Provider provider, String name, ProviderSettings settings)
            throws ModelCallException {
        if (name.isEmpty()) throw unfit(id);
        Endpoint endpoint = settings.endpoint(provider).orElseThrow(() -> noServer(id, provider));
        String base = endpoint.baseUrl().replaceAll("/+$", "");
        URI address = address(provider, base.endsWith("/v1") ? base : base + "/v1");
        return new Route.OpenAiCompatible(provider, address, endpoint.key(), name);
    }

    private static Route anthropic(ModelId id, ProviderSettings settings)
            throws ModelCallException {
        Optional<Endpoint> endpoint = withKey(Provider.ANTHROPIC, settings);
        if (endpoint.isEmpty()) return hfRouter(id, id.value(), settings, "ANTHROPIC_API_KEY");
        String base = endpoint.get().baseUrl().replaceAll("/+$", "").replaceAll("/v1$", "");
        return new Route.AnthropicMessages(
                address(Provider.ANTHROPIC, base),
                endpoint.get().key().orElseThrow(),
                name(id, "anthropic/"));
    }

    private static Route openAi(ModelId id, ProviderSettings settings) throws ModelCallException {
        Optional<Endpoint> endpoint = withKey(Provider.OPENAI, settings);
        if (endpoint.isEmpty()) return hfRouter(id, id.value(), settings, "OPENAI_API_KEY");
        return new Route.OpenAiCompatible(
                Provider.OPENAI,
                address(Provider.OPENAI, endpoint.get().baseUrl()),
                endpoint.get().key(),
                name(id, "openai/"));
    }

    private static Route hfRouter(
            ModelId id, String name, ProviderSettings settings, String... otherKeys)
            throws ModelCallException {
        if (!namesAnOrganisation(name)) throw unfit(id);
        Endpoint endpoint =
                withKey(Provider.HF_ROUTER, settings).orElseThrow(() -> noKey(id, otherKeys));
        return new Route.OpenAiCompatible(
                Provider.HF_ROUTER,
                address(Provider.HF_ROUTER, endpoint.baseUrl()),
                endpoint.key(),
                name);
    }

    private static Optional<Endpoint> withKey(Provider provider, ProviderSettings settings) {
        return settings.endpoint(provider).filter(endpoint -> endpoint.key().isPresent());
    }

    private static String name(ModelId id, String prefix) throws ModelCallException {
        String name = id.value().substring(prefix.length());
        if (name.isEmpty()) throw unfit(id);
        return name;
    }

    private static boolean namesAnOrganisation(String name) {
        if (name.startsWith(RESERVED)) return false;
        String[] colon = name.split(":", 2);
        String[] parts = colon[0].split("/", -1);
        boolean emptyTag = colon.length == 2 && colon[1].isEmpty();
        return parts.length >= 2 && Arrays.stream(parts).noneMatch(String::isEmpty) && !emptyTag;
    }

    private static URI address(Provider provider, String baseUrl) throws ModelCallException {
        try {
            URI uri = URI.create(baseUrl.replaceAll("/+$", ""));
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
            boolean web = scheme.toLowerCase(Locale.ROOT).matches("https?");
            if (web && uri.getHost() != null && uri.getUserInfo() == null) return uri;
        } catch (IllegalArgumentException e) {
            // Said below, without the value: an address may carry a password.
        }
        throw new ModelCallException(
                INVALID_REQUEST,
                "The address of "
                        + provider.label()
                        + " is no http or https URL; look at "
                        + String.join(", ", provider.baseUrlNames())
                        + ".");
    }

    private static ModelCallException unfit(ModelId id) {
        return new ModelCallException(
                INVALID_REQUEST,
                "Unknown model id '"
                        + id
                        + "'. Use anthropic/NAME, openai/NAME, ORG/NAME[:provider] (Hugging Face), ollama/NAME,"
                        + " vllm/NAME, lm_studio/NAME, llamacpp/NAME or script/demo.");
    }

    private static ModelCallException noServer(ModelId id, Provider provider) {
        return new ModelCallException(
                NO_CREDENTIALS,
                "No address for '"
                        + id
                        + "': set mlintern.llm-gateway."
                        + provider.configName()
                        + ".base-url."
                        + DEMO_HINT);
    }

    private static ModelCallException noKey(ModelId id, String... otherKeys) {
        String own = otherKeys.length == 0 ? "" : String.join(" or ", otherKeys) + " or ";
        return new ModelCallException(
                NO_CREDENTIALS, "No key for '" + id + "': set " + own + "HF_TOKEN." + DEMO_HINT);
    }
}
