package io.mlintern.cli.models;

import io.mlintern.cli.exit.CliFailure;
import java.util.regex.Pattern;

/// Names a model as the user wrote it: `anthropic/NAME`, `ORG/NAME:provider`, `vllm/NAME`, `script/demo`.
public record ModelId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[^\\s/]+/\\S+");

    public ModelId {
        if (!SHAPE.matcher(value).matches() || value.length() > 256) {
            throw CliFailure.usage(
                    "\"%s\" is no model id; it has the form PROVIDER/NAME, such as anthropic/claude-opus-4.8, vllm/NAME or script/demo."
                            .formatted(value));
        }
    }

    /// Played from a script by the gateway: no real model.
    public boolean isScripted() {
        return value.startsWith("script/");
    }

    /// How the id is shown; what is scripted is always called so.
    public String label() {
        return isScripted() ? value + " (scripted)" : value;
    }

    /// A tag such as `:fastest` always leads to the router.
    Provider provider() {
        int slash = value.indexOf('/');
        boolean tagged = value.indexOf(':', slash) > 0;
        return switch (value.substring(0, slash)) {
            case "script" -> Provider.SCRIPT;
            case "ollama" -> Provider.OLLAMA;
            case "vllm" -> Provider.VLLM;
            case "lm_studio" -> Provider.LM_STUDIO;
            case "llamacpp" -> Provider.LLAMACPP;
            case "anthropic" -> tagged ? Provider.HF_ROUTER : Provider.ANTHROPIC;
            case "openai" -> tagged ? Provider.HF_ROUTER : Provider.OPENAI;
            default -> Provider.HF_ROUTER;
        };
    }
}
