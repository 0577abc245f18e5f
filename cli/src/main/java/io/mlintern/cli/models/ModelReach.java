package io.mlintern.cli.models;

import io.mlintern.cli.config.Environment;
import io.mlintern.cli.exit.CliFailure;
import io.mlintern.cli.exit.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Tells from the variables of this call whether a model can be reached at all.
///
/// The server may know more: keys of an earlier call. So a *no* is final only where there is no such server.
public final class ModelReach {
    private static final int CONNECT_MILLIS = 1000;

    private final Environment environment;

    public ModelReach(Environment environment) {
        this.environment = environment;
    }

    public boolean seems(ModelId model) {
        Provider provider = model.provider();
        if (provider == Provider.SCRIPT) {
            return true;
        }
        if (provider.localDefault().isPresent()) {
            String url = configured(provider).orElseGet(provider.localDefault()::orElseThrow);
            return answers(url);
        }
        return provider.keys().stream().anyMatch(environment::has)
                || configured(provider).isPresent();
    }

    /// A local server that a variable of this call names: nobody else knows better where it is.
    public boolean isNamedHere(ModelId model) {
        Provider provider = model.provider();
        return provider.localDefault().isPresent() && configured(provider).isPresent();
    }

    private Optional<String> configured(Provider provider) {
        return provider.baseUrls().stream()
                .flatMap(name -> environment.given(name).stream())
                .findFirst();
    }

    private static boolean answers(String url) {
        try (var socket = new Socket()) {
            URI uri = URI.create(url);
            int port = uri.getPort() > 0 ? uri.getPort() : usualPort(uri);
            socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static int usualPort(URI uri) {
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /// What to set, in three lines.
    public static CliFailure unreachable(ModelId model) {
        Provider provider = model.provider();
        return new CliFailure(
                ExitCode.NO_MODEL,
                List.of(
                        "No model can be reached: %s needs %s."
                                .formatted(model.label(), need(provider)),
                        "Set it in the environment or in .env (HF_TOKEN, ANTHROPIC_API_KEY or OPENAI_API_KEY), or name a local server's model: --model ollama/NAME, vllm/NAME, lm_studio/NAME, llamacpp/NAME.",
                        "To look around without any of these: ml-intern --model script/demo \"show me\" (a scripted model, needs nothing)."));
    }

    private static String need(Provider provider) {
        return provider.localDefault()
                .map(
                        address ->
                                "a server at %s (default %s)"
                                        .formatted(provider.baseUrls().getFirst(), address))
                .orElseGet(() -> String.join(" or ", provider.keys()));
    }
}
