package io.mlintern.orchestrator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mlintern.protocol.ModelId;
import io.mlintern.protocol.Operation;
import io.mlintern.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationRequestTest {
    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of(
                        "{'op_type':'user_input','data':{'text':'hi','more':1}}",
                        new Operation.UserInput("hi")),
                Arguments.of("{'op_type':'interrupt'}", new Operation.Interrupt()),
                Arguments.of("{'op_type':'shutdown','data':null}", new Operation.Shutdown()),
                Arguments.of(
                        "{'op_type':'rename','data':{'title':' a '}}", new Operation.Rename("a")),
                Arguments.of(
                        "{'op_type':'set_model','data':{'model':'script/demo'}}",
                        new Operation.SetModel(new ModelId("script/demo"))),
                Arguments.of(
                        "{'op_type':'set_effort','data':{'effort':'off'}}",
                        new Operation.SetEffort("off")));
    }

    @ParameterizedTest
    @MethodSource
    void accepted(String body, Operation operation) {
        assertThat(read(body)).isEqualTo(operation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'op_type':'USER_INPUT'}",
                "{'op_type':'user_input','data':{'text':' '}}",
                "{'op_type':'user_input','data':'x'}",
                "{'op_type':'rename','data':{}}",
                "{'op_type':'set_model','data':{'model':'x'}}",
                "{'op_type':'set_effort','data':{'effort':'extreme'}}",
                "{'op_type':'exec_approval','data':{'approvals':[]}}",
            })
    void refusedAsUnprocessable(String body) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> read(body))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(422));
    }

    @Test
    void aTextHasAtMostOneMebibyte() {
        String most = "x".repeat(Topics.MAX_BODY_BYTES);

        assertThat(read("{'op_type':'user_input','data':{'text':'" + most + "'}}"))
                .isEqualTo(new Operation.UserInput(most));
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> read("{'op_type':'user_input','data':{'text':'" + most + "ä'}}"))
                .withMessageContaining("1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{'a':1,'a':2}", "{} {}", "null"})
    void refusedAsMalformed(String body) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> read(body))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    private static Operation read(String body) {
        return OperationRequest.read(
                JsonBody.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
