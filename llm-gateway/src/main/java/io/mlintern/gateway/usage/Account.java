package io.mlintern.gateway.usage;

import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.SessionId;
import java.util.Optional;

/// On whose account a call goes.
///
/// @param session the session that it belongs to, and `call` its id there; only services name them
public record Account(Actor actor, Optional<SessionId> session, Optional<CallId> call) {}
