package io.mlintern.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.http.HttpApplication;
import io.mlintern.kit.testing.TestServer;
import io.mlintern.protocol.Actor;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokensIT {
    private static final SigningKeys KEYS = SigningKeys.generate();
    private static final TokenIssuer ISSUER = new TokenIssuer(KEYS.privatePem(), Clock.systemUTC());
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Actor ADA = new Actor("local", "ada");

    private static TestServer server;

    @ApplicationPath("/who")
    @LoginConfig(authMethod = "MP-JWT")
    @ApplicationScoped
    public static class WhoApplication extends HttpApplication {
        @Override
        protected Set<Class<?>> resources() {
            return Set.of(WhoResource.class);
        }
    }

    @Path("/")
    @ApplicationScoped
    public static class WhoResource {
        @GET
        @Path("am-i")
        public String whoAmI(@Context SecurityContext security, @Context HttpHeaders headers) {
            return Caller.of(security, headers).toString();
        }

        @GET
        @Path("admin")
        @RolesAllowed("admin")
        public String admin() {
            return "yes";
        }

        @GET
        @Path("open")
        @PermitAll
        public String open() {
            return "open";
        }
    }

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        Map.of(
                                "mp.jwt.verify.publickey",
                                KEYS.publicPem(),
                                "mp.jwt.verify.publickey.algorithm",
                                "ES256",
                                "mp.jwt.verify.issuer",
                                "mlintern",
                                "mp.jwt.verify.audiences",
                                "mlintern"),
                        WhoApplication.class,
                        WhoResource.class);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTokenOfOursSaysWhoCalls() throws Exception {
        var answer = get("/who/am-i", ISSUER.user(ADA, Set.of("ml", "admin"), HOUR));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("tenant=local", "user=ada", "ml", "admin");
    }

    @Test
    void aResourceWithoutAnnotationIsDeniedWithoutAToken() throws Exception {
        assertIsProblem(server.get("/who/am-i"), 401, "unauthorized");
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() throws Exception {
        var other = new TokenIssuer(SigningKeys.generate().privatePem(), Clock.systemUTC());

        assertIsProblem(get("/who/am-i", other.user(ADA, Set.of(), HOUR)), 401, "unauthorized");
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        var yesterday = Clock.fixed(Instant.now().minus(Duration.ofDays(1)), ZoneOffset.UTC);
        var late = new TokenIssuer(KEYS.privatePem(), yesterday);

        assertIsProblem(get("/who/am-i", late.user(ADA, Set.of(), HOUR)), 401, "unauthorized");
    }

    @Test
    void aTokenThatIsNoneIsRefused() throws Exception {
        assertIsProblem(get("/who/am-i", "eyJhbGciOiJub25lIn0.e30."), 401, "unauthorized");
        assertIsProblem(get("/who/am-i", "garbage"), 401, "unauthorized");
        for (String sent : List.of("Basic eA==", "Bearer", "Bearer ", "")) {
            var answer = server.get("/who/am-i", "Authorization", sent);
            assertIsProblem(answer, 401, "unauthorized");
        }
    }

    @Test
    void aGroupThatIsAskedForDecides() throws Exception {
        assertIsProblem(get("/who/admin", ISSUER.user(ADA, Set.of("ml"), HOUR)), 403, "forbidden");
        assertThat(get("/who/admin", ISSUER.user(ADA, Set.of("admin"), HOUR)).body())
                .isEqualTo("yes");
    }

    @Test
    void whatIsOpenNeedsNoToken() throws Exception {
        assertThat(server.get("/who/open").body()).isEqualTo("open");
    }

    @Test
    void onlyAServiceSpeaksForUsers() throws Exception {
        String service = ISSUER.service("orchestrator", HOUR);
        var answer = get("/who/am-i", service, Caller.ON_BEHALF_OF, Caller.onBehalfOf(ADA));

        assertThat(answer.body()).contains("onBehalfOf=Optional[Actor[tenant=local, user=ada]]");
        String user = ISSUER.user(ADA, Set.of(), HOUR);
        assertIsProblem(get("/who/am-i", user, Caller.ON_BEHALF_OF, "local/eve"), 403, "forbidden");
        assertIsProblem(get("/who/am-i", service, Caller.ON_BEHALF_OF, "nobody"), 403, "forbidden");
    }

    private static HttpResponse<String> get(String path, String token, String... more)
            throws Exception {
        var headers = new ArrayList<>(List.of("Authorization", "Bearer " + token));
        headers.addAll(List.of(more));
        return server.get(path, headers.toArray(String[]::new));
    }

    private static void assertIsProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"", "\"instance\":\"/who/");
    }
}
