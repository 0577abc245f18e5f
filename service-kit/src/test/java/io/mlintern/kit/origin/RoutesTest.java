package io.mlintern.kit.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final URI A = URI.create("http://127.0.0.1:1/");
    private static final URI B = URI.create("http://127.0.0.1:2/");
    private final Routes routes = new Routes(Map.of("/api", A, "/api/approvals", B));

    @Test
    void theLongestPrefixDecides() {
        assertThat(routes.upstream("/api/sessions")).contains(A);
        assertThat(routes.upstream("/api/approvals")).contains(B);
        assertThat(routes.upstream("/api/approvals/1/votes")).contains(B);
    }

    @Test
    void aPrefixEndsWithItsSegment() {
        assertThat(routes.upstream("/api/approvalsandmore")).contains(A);
        assertThat(routes.upstream("/apiary")).isEmpty();
        assertThat(routes.upstream("/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../internal",
                "/v1/%2e%2E/internal",
                "/v1/.%2e;x=1/internal",
                "/v1/..;/internal",
                "/v1/./x",
                "/v1%2f..%2finternal",
                "/v1/..\\internal",
                "/v1//internal"
            })
    void aPathThatCanBeReadInTwoWaysIsRefused(String path) {
        assertThat(Routes.isPlain(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/chat/completions", "/api/sessions/a.b", "/x/%20/..."})
    void otherPathsAreNot(String path) {
        assertThat(Routes.isPlain(path)).isTrue();
    }

    @Test
    void anUpstreamIsAnAddressAndAPrefixIsAPath() {
        assertThatThrownBy(() -> new Routes(Map.of("/v1", URI.create("http://x/y"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Routes(Map.of("v1", A)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
