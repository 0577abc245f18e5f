package io.mlintern.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.security.AuthenticationResponse;
import io.helidon.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final List<String> TOKEN = List.of("Bearer token");
    private static final List<String> OTHER = List.of("Bearer other");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final VerifiedTokens tokens = new VerifiedTokens(clock);
    private final AtomicInteger checks = new AtomicInteger();

    @Test
    void aGoodTokenIsCheckedOnceAMinute() {
        var first = tokens.of(TOKEN, () -> good(NOON.plus(Duration.ofHours(1))));

        assertThat(tokens.of(TOKEN, () -> good(NOON))).isSameAs(first);
        assertThat(checks).hasValue(1);
        now.set(NOON.plus(VerifiedTokens.BELIEVED));
        var _ = tokens.of(TOKEN, () -> good(NOON.plus(Duration.ofHours(1))));
        assertThat(checks).hasValue(2);
    }

    @Test
    void noTokenIsBelievedPastItsEnd() {
        var _ = tokens.of(TOKEN, () -> good(NOON.plusSeconds(10)));
        now.set(NOON.plusSeconds(10));

        assertThat(tokens.of(TOKEN, () -> bad()).status().isSuccess()).isFalse();
    }

    @Test
    void aTokenProvesNothingForAnotherOne() {
        var _ = tokens.of(TOKEN, () -> good(NOON.plusSeconds(10)));

        assertThat(tokens.of(OTHER, () -> bad()).status().isSuccess()).isFalse();
    }

    @Test
    void aBadTokenIsCheckedEachTime() {
        var _ = tokens.of(TOKEN, () -> bad());
        var _ = tokens.of(TOKEN, () -> bad());

        assertThat(checks).hasValue(2);
    }

    private AuthenticationResponse good(Instant end) {
        checks.incrementAndGet();
        return AuthenticationResponse.success(new Token(end));
    }

    private AuthenticationResponse bad() {
        checks.incrementAndGet();
        return AuthenticationResponse.failed("bad");
    }

    private record Token(Instant end) implements JsonWebToken, Principal {
        @Override
        public String getName() {
            return "ada";
        }

        @Override
        public String id() {
            return "ada";
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of(Claims.exp.name());
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <T> T getClaim(String name) {
            return (T) (Object) end.getEpochSecond();
        }

        @Override
        public Optional<Object> abacAttribute(String name) {
            return Optional.empty();
        }

        @Override
        public Object abacAttributeRaw(String name) {
            return Optional.empty();
        }

        @Override
        public Collection<String> abacAttributeNames() {
            return Set.of();
        }
    }
}
