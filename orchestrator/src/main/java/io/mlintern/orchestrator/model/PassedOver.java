package io.mlintern.orchestrator.model;

import java.util.function.LongConsumer;

/// Is told what of `events` the runner could not take; for counting.
///
/// @param unreadable for each record that cannot be read; its dead letter is the catalog's to write
/// @param deleted how many offsets were deleted before they were read
public record PassedOver(Runnable unreadable, LongConsumer deleted) {}
