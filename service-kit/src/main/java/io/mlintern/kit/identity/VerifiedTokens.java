package io.mlintern.kit.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.helidon.security.AuthenticationResponse;
import io.helidon.security.SecurityResponse.SecurityStatus;
import io.helidon.security.Subject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// What the signatures of tokens have proved. A token is sent with each request, a service's with each model call, and the check of an
/// ES256 signature costs more than most of what is asked for.
///
/// A token that was found good is good for one minute, but not past its own end. What was found bad is looked at each time.
final class VerifiedTokens {
    static final Duration BELIEVED = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private record Verified(AuthenticationResponse response, Instant until) {}

    private final Cache<List<String>, Verified> verified =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(BELIEVED).build();
    private final Clock clock;

    VerifiedTokens(Clock clock) {
        this.clock = clock;
    }

    /// What the token says: as it was found before, or else as the check finds it.
    ///
    /// @param sent the headers that carry it, as they came: what cannot be read in them is the check's business
    AuthenticationResponse of(List<String> sent, Supplier<AuthenticationResponse> check) {
        var key = List.copyOf(sent);
        Verified before = verified.getIfPresent(key);
        if (before != null && clock.instant().isBefore(before.until)) {
            return before.response;
        }
        AuthenticationResponse response = check.get();
        if (response.status() == SecurityStatus.SUCCESS) {
            end(response).ifPresent(end -> verified.put(key, new Verified(response, until(end))));
        }
        return response;
    }

    private Instant until(Instant end) {
        Instant believed = clock.instant().plus(BELIEVED);
        return end.isBefore(believed) ? end : believed;
    }

    private static Optional<Instant> end(AuthenticationResponse response) {
        return response.user()
                .map(Subject::principal)
                .filter(JsonWebToken.class::isInstance)
                .map(principal -> ((JsonWebToken) principal).getExpirationTime())
                .map(Instant::ofEpochSecond);
    }
}
