package io.mlintern.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlintern.kit.testing.AskedSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApprovalConfigTest {
    @Test
    void whatIsListedAsDefaultHoldsWhenNothingIsSet() {
        var key = Map.of("mlintern.credentials-key-file", "/key");

        assertThat(ApprovalConfig.of(AskedSettings.standards(key)))
                .isEqualTo(ApprovalConfig.of(AskedSettings.config(key)));
    }
}
