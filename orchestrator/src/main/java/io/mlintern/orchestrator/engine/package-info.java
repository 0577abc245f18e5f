/// The session engine: pure. [SessionDecider] says what an input leads to, [SessionReducer] folds what happened into the
/// state; neither knows a clock, a topic or a thread.
///
/// Each [Phase] that takes inputs has a class of its own (`While…`); a new phase is a new record and a new class, and
/// the compiler names every place that has to know it.
package io.mlintern.orchestrator.engine;
