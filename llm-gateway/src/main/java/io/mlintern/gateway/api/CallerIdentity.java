package io.mlintern.gateway.api;

import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.usage.Account;
import io.mlintern.protocol.Actor;
import io.mlintern.protocol.CallId;
import io.mlintern.protocol.SessionId;
import jakarta.json.JsonString;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Who a request is for: the token's own user, or whom a service's token names.
public final class CallerIdentity {
    static final String ON_BEHALF_OF = "mlintern-on-behalf-of";
    static final String SESSION = "mlintern-session";
    static final String CALL = "mlintern-call";
    static final String SERVICE_GROUP = "mlintern-service";

    private CallerIdentity() {}

    static Actor of(SecurityContext security, HttpHeaders headers) throws ModelCallException {
        if (!(security.getUserPrincipal() instanceof JsonWebToken token))
            throw new ModelCallException(FailureCode.UNAUTHENTICATED, "A bearer token is needed.");
        String named = headers.getHeaderString(ON_BEHALF_OF);
        Optional<String> other = Optional.ofNullable(named).filter(name -> !name.isBlank());
        if (other.isPresent()) {
            if (!isService(token))
                throw new ModelCallException(
                        FailureCode.FORBIDDEN, "Only services may act for somebody else.");
            return actor(other.get());
        }
        return actor(tenant(token) + "/" + token.getName());
    }

    /// On whose account a call goes, with the session and the call where a service names them.
    static Account account(SecurityContext security, HttpHeaders headers)
            throws ModelCallException {
        Actor actor = of(security, headers);
        return new Account(
                actor,
                named(security, headers, SESSION, SessionId::new),
                named(security, headers, CALL, CallId::new));
    }

    private static <T> Optional<T> named(
            SecurityContext security, HttpHeaders headers, String header, Function<String, T> read)
            throws ModelCallException {
        String named = headers.getHeaderString(header);
        if (named == null || named.isBlank()) return Optional.empty();
        if (!(security.getUserPrincipal() instanceof JsonWebToken token && isService(token)))
            throw new ModelCallException(
                    FailureCode.FORBIDDEN, "Only services may name a session or a call.");
        try {
            return Optional.of(read.apply(named));
        } catch (IllegalArgumentException e) {
            throw new ModelCallException(
                    FailureCode.INVALID_REQUEST, header + ": " + e.getMessage() + ".");
        }
    }

    static boolean isService(JsonWebToken token) {
        return token.getGroups() != null && token.getGroups().contains(SERVICE_GROUP);
    }

    /// Claims of our own come as JSON values.
    private static String tenant(JsonWebToken token) {
        Object claim = token.getClaim("tenant");
        return claim instanceof JsonString text ? text.getString() : "";
    }

    private static Actor actor(String tenantAndUser) throws ModelCallException {
        int slash = tenantAndUser.indexOf('/');
        String tenant = tenantAndUser.substring(0, Math.max(0, slash)).strip();
        String user = tenantAndUser.substring(slash + 1).strip();
        if (tenant.isEmpty() || user.isEmpty())
            throw new ModelCallException(
                    FailureCode.UNAUTHENTICATED, "The token names no tenant and user.");
        return new Actor(tenant, user);
    }
}
