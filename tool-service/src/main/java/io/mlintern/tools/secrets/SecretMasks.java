package io.mlintern.tools.secrets;

import io.mlintern.protocol.Actor;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// What must not leave a call's workspace: the credentials of the session's user, and the secrets in
/// the workspace's own `.env` files.
public final class SecretMasks {
    private final Function<Actor, Collection<String>> credentials;

    public SecretMasks(Function<Actor, Collection<String>> credentials) {
        this.credentials = credentials;
    }

    public CallMask of(Actor user, WorkspaceFolder workspace) {
        return new CallMask(List.copyOf(credentials.apply(user)), workspace.root());
    }
}
