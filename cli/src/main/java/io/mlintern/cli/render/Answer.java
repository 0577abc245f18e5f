package io.mlintern.cli.render;

import io.mlintern.cli.events.SessionEvent;

/// Brings the model's text to standard output.
interface Answer {
    /// Takes each event in turn, before anything else of it is shown.
    void event(SessionEvent event);
}
