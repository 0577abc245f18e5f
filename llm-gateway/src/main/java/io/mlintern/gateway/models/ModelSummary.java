package io.mlintern.gateway.models;

import io.mlintern.protocol.ModelId;
import java.util.OptionalLong;

/// A model that can be asked for by this id.
///
/// @param created seconds since 1970, 0 when unknown
/// @param contextWindow tokens, where its server says so
public record ModelSummary(ModelId id, String owner, long created, OptionalLong contextWindow) {}
