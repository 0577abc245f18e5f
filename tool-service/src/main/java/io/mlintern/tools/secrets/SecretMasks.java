package io.mlintern.tools.secrets;

import io.mlintern.kit.database.Outage;
import io.mlintern.protocol.Actor;
import io.mlintern.tools.workspace.WorkspaceFolder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What must not leave a call's workspace: the credentials of the session's user, and the secrets in
/// the workspace's own `.env` files.
public final class SecretMasks {
    private static final Logger LOG = LoggerFactory.getLogger(SecretMasks.class);
    private static final Duration TRY_AGAIN = Duration.ofMillis(200);

    private final Function<Actor, Collection<String>> credentials;

    public SecretMasks(Function<Actor, Collection<String>> credentials) {
        this.credentials = credentials;
    }

    /// Nothing begins before it is known what must be masked: while PostgreSQL is away this waits.
    public CallMask of(Actor user, WorkspaceFolder workspace) throws InterruptedException {
        boolean said = false;
        while (true) {
            try {
                return new CallMask(List.copyOf(credentials.apply(user)), workspace.root());
            } catch (RuntimeException e) {
                if (!Outage.isBehind(e)) throw e;
                if (!said) LOG.warn("a call waits for its user's credentials: {}", e.toString());
                said = true;
            }
            Thread.sleep(TRY_AGAIN);
        }
    }
}
