package io.mlintern.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.gateway.GatewayConfig;
import io.mlintern.gateway.testing.RunningGateway;
import io.mlintern.kit.testing.AskedSettings;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the gateway says of itself: its paths, its settings.
class DescriptionIT {
    @Test
    void thePathsAreThoseThatClientsCall() {
        var request = HttpRequest.newBuilder(RunningGateway.url("/openapi")).build();

        assertThat(RunningGateway.send(request).body())
                .contains("\n  /v1/chat/completions:", "\n  /v1/models:")
                .doesNotContain("/credentials");
    }

    @Test
    void everySettingThatIsReadIsListedAndEveryListedOneIsRead() {
        var models = RunningGateway.send(RunningGateway.as("ada", "/v1/models").build());

        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(AskedSettings.unlisted()).isEmpty();
        assertThat(AskedSettings.unread(GatewayConfig.PREFIX)).isEmpty();
    }

    @Test
    void whatIsListedAsDefaultHoldsWhenNothingIsSet() {
        assertThat(GatewayConfig.of(AskedSettings.standards(Map.of())))
                .isEqualTo(GatewayConfig.of(AskedSettings.config(Map.of())));
    }
}
