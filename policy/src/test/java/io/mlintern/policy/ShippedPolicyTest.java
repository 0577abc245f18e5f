package io.mlintern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.protocol.JsonObject;
import io.mlintern.protocol.ToolDescriptor.Effect;
import io.mlintern.protocol.ToolName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShippedPolicyTest {
    static String resource(String name) throws IOException {
        try (InputStream in = Policy.class.getResourceAsStream("/policies/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aJobIsAskedAboutAndACommandIsNot() throws Exception {
        Policy policy = Policy.compile(resource("single-user.yaml"));
        var bash =
                new CallFacts(
                        new ToolName("bash"),
                        JsonObject.of(Map.of("command", "ls")),
                        Effect.WRITE,
                        Optional.empty(),
                        SessionFacts.of("ada", false));
        assertThat(policy.decide(bash).verdict()).isInstanceOf(Verdict.Allow.class);
        var job =
                new CallFacts(
                        new ToolName("hf_jobs"),
                        JsonObject.of(Map.of("operation", " Run ")),
                        Effect.SPEND,
                        Optional.empty(),
                        SessionFacts.of("ada", false));
        assertThat(policy.decide(job).verdict()).isInstanceOf(Verdict.Ask.class);
    }
}
