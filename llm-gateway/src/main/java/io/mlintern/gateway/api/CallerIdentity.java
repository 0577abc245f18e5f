package io.mlintern.gateway.api;

import io.mlintern.gateway.chat.FailureCode;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.protocol.Actor;
import jakarta.json.JsonString;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Who a request is for: the token's own user, or whom a service's token names.
public final class CallerIdentity {
    static final String ON_BEHALF_OF = "mlintern-on-behalf-of";
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
