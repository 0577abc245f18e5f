package io.mlintern.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceMainTest {
    @Test
    void theComplaintIsFoundWhereverTheContainerHasPutIt() {
        var weld = new IllegalStateException("Exception List with 1 exceptions");
        weld.addSuppressed(new SettingsException("mlintern.db.url is not set"));

        assertThat(ServiceMain.complaint(new ExceptionInInitializerError(weld)))
                .contains("mlintern.db.url is not set");
        assertThat(ServiceMain.complaint(new IllegalStateException("something else"))).isEmpty();
    }
}
