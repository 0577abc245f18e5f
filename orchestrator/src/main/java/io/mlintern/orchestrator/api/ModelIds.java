package io.mlintern.orchestrator.api;

import io.mlintern.protocol.ModelId;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a model id has the shape of one that llm-gateway routes. Whether that model exists, and whether a key for it is
/// set, shows at the call.
final class ModelIds {
    private static final String SEGMENT = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final String TAG = "(:[A-Za-z0-9][A-Za-z0-9._-]*)?";

    /// `huggingface/…`: the rest names a model on the router, with or without its organisation.
    private static final Pattern ROUTER_BY_PREFIX =
            Pattern.compile("huggingface/(" + SEGMENT + "/){0,2}" + SEGMENT + TAG);

    /// Names on local servers are theirs: folders, tags, versions.
    private static final Pattern LOCAL =
            Pattern.compile("(ollama|vllm|lm_studio|llamacpp)/[A-Za-z0-9._/:@+-]+");

    private static final Pattern SCRIPTED = Pattern.compile("script/[A-Za-z0-9._/-]+");

    /// `anthropic/NAME`, `openai/NAME` and `ORG/NAME`: with a tag they go to the router.
    private static final Pattern TWO_PARTS = Pattern.compile(SEGMENT + "/" + SEGMENT + TAG);

    private static final Pattern OWN_PREFIX =
            Pattern.compile("(huggingface|ollama|vllm|lm_studio|llamacpp|script)/.*");

    private ModelIds() {}

    static final String EXPECTED =
            "use anthropic/NAME, openai/NAME, ORG/NAME[:tag], huggingface/…, a local server's"
                    + " ollama/ vllm/ lm_studio/ llamacpp/ + name, or script/demo";

    /// The id, where some row of the table of models fits it.
    static Optional<ModelId> read(String text) {
        return text.length() <= 256 && fits(text)
                ? Optional.of(new ModelId(text))
                : Optional.empty();
    }

    private static boolean fits(String text) {
        if (OWN_PREFIX.matcher(text).matches()) {
            return ROUTER_BY_PREFIX.matcher(text).matches()
                    || LOCAL.matcher(text).matches()
                    || SCRIPTED.matcher(text).matches();
        }
        return TWO_PARTS.matcher(text).matches();
    }
}
