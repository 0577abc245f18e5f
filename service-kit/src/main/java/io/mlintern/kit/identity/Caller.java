package io.mlintern.kit.identity;

import io.mlintern.protocol.Actor;
import jakarta.json.JsonString;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Who sent a request, out of its verified token.
///
/// @param onBehalfOf the user that a service speaks for; only tokens of services may say so
public record Caller(String tenant, String user, Set<String> groups, Optional<Actor> onBehalfOf) {
    /// Header in which a service names the user it speaks for: `<tenant>/<user>`.
    public static final String ON_BEHALF_OF = "mlintern-on-behalf-of";

    public Caller {
        groups = Set.copyOf(groups);
        if (onBehalfOf.isPresent() && !groups.contains(TokenIssuer.SERVICE_GROUP)) {
            throw new IllegalArgumentException("only a service speaks for users");
        }
    }

    /// @throws NotAuthorizedException without a verified token
    /// @throws ForbiddenException when a user claims to speak for somebody, or the header names nobody
    public static Caller of(SecurityContext security, HttpHeaders headers) {
        if (!(security.getUserPrincipal() instanceof JsonWebToken token)) {
            throw new NotAuthorizedException("Bearer");
        }
        String tenant = text(token.getClaim(TokenIssuer.TENANT));
        if (tenant.isBlank() || token.getName() == null) {
            throw new NotAuthorizedException("Bearer error=\"invalid_token\"");
        }
        Set<String> groups = token.getGroups() == null ? Set.of() : token.getGroups();
        var onBehalfOf =
                Optional.ofNullable(headers.getHeaderString(ON_BEHALF_OF)).map(Caller::named);
        if (onBehalfOf.isPresent() && !groups.contains(TokenIssuer.SERVICE_GROUP)) {
            throw new ForbiddenException("only a service may speak for users");
        }
        return new Caller(tenant, token.getName(), groups, onBehalfOf);
    }

    public boolean isOperator() {
        return groups.contains(TokenIssuer.ADMIN_GROUP);
    }

    public boolean isService() {
        return groups.contains(TokenIssuer.SERVICE_GROUP);
    }

    /// For whom the request is: the user that a service speaks for, or else the caller.
    public Actor actor() {
        return onBehalfOf.orElseGet(() -> new Actor(tenant, user));
    }

    /// How a service says for whom it calls.
    public static String onBehalfOf(Actor actor) {
        return actor.tenant() + "/" + actor.user();
    }

    /// Helidon gives claims that are not of the standard as JSON.
    private static String text(Object claim) {
        return switch (claim) {
            case String text -> text;
            case JsonString text -> text.getString();
            case null, default -> "";
        };
    }

    private static Actor named(String header) {
        int slash = header.indexOf('/');
        if (slash < 1 || slash == header.length() - 1) {
            throw new ForbiddenException(ON_BEHALF_OF + " is TENANT/USER");
        }
        return new Actor(header.substring(0, slash), header.substring(slash + 1));
    }
}
