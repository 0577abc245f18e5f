package io.mlintern.tools.docs;

import io.mlintern.protocol.Committed;
import io.mlintern.tools.Tools;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is documented of the tools is what they say of themselves.
class ToolsDocumentationTest {
    @Test
    void thePageOfToolsIsUpToDate() {
        Committed.check("docs/tools.md", ToolsPage.of(Tools.all(Map.of())));
    }
}
