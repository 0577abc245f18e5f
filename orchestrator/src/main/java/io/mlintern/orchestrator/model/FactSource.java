package io.mlintern.orchestrator.model;

import io.mlintern.protocol.SessionEvent;
import io.mlintern.protocol.SessionId;
import java.util.List;

/// Where facts are found that this replica has not seen go by: the catalog.
public interface FactSource {
    /// The session's facts from `fromSeq` to `toSeq`, inclusive, in their order, as far as they are there by now.
    ///
    /// @throws RuntimeException when nothing can be read at present; it is asked again
    List<SessionEvent> read(SessionId session, long fromSeq, long toSeq);
}
