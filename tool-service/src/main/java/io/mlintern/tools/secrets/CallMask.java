package io.mlintern.tools.secrets;

import io.mlintern.kit.secrets.SecretMask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The mask of one call: the user's credentials as they were when it began, and the secrets of the
/// workspace's `.env` files as they are when a text leaves, as the call itself may write one.
public final class CallMask {
    private final List<String> credentials;
    private final Path workspace;

    CallMask(List<String> credentials, Path workspace) {
        this.credentials = List.copyOf(credentials);
        this.workspace = workspace;
    }

    public String apply(String text) {
        List<String> values = new ArrayList<>(credentials);
        values.addAll(EnvFiles.secrets(workspace));
        return SecretMask.ofOutput(values).mask(text);
    }
}
