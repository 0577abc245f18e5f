package io.mlintern.gateway.upstream;

import io.mlintern.gateway.chat.ChatEvent;
import io.mlintern.gateway.chat.ModelCallException;
import io.mlintern.gateway.chat.Usage;
import java.util.List;
import java.util.Optional;

/// Reads one answer in a provider's own words. Used by one call, in order.
public interface AnswerReader {
    /// The `data` of one event of a streamed answer.
    List<ChatEvent> event(String data) throws ModelCallException;

    /// The answer that came as one JSON document.
    List<ChatEvent> whole(String json) throws ModelCallException;

    /// Called at the end of a streamed answer; the last of what it gives is [ChatEvent.Ended].
    ///
    /// @throws ModelCallException when the answer was not complete
    List<ChatEvent> end() throws ModelCallException;

    /// What was said so far of what it takes.
    Optional<Usage> usage();

    /// Whether the answer has ended by the provider's own word, so that nothing need be awaited.
    boolean ended();
}
