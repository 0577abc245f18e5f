package io.mlintern.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlintern.orchestrator.catalog.UsageRepository.ModelUsage;
import io.mlintern.protocol.Json;
import java.util.List;

/// Usage as clients see it: the sum, and each model's part.
final class UsageView {
    private UsageView() {}

    static ObjectNode of(List<ModelUsage> models) {
        ObjectNode view = Json.mapper().valueToTree(ModelUsage.total(models));
        view.remove("model");
        view.set("models", Json.mapper().valueToTree(models));
        return view;
    }
}
