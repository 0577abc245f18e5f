package io.mlintern.bench.model;

import io.mlintern.system.ModelAnswer;

/// What an [InstantModel] says. Asked by many threads, for one session by one at a time.
public interface Script {
    /// @param session its number in the prompt
    /// @param number of the request within its session, from 1
    /// @param nanos when the request had arrived, by `System.nanoTime`
    ModelAnswer answer(int session, int number, long nanos);
}
