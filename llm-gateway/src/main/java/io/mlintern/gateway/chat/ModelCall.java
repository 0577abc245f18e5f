package io.mlintern.gateway.chat;

import java.util.Optional;

/// A request on its way to a provider.
///
/// @param answerId unique for the answer; ids that a provider leaves out are made of it
/// @param session the caller's session, for providers that route or cache by it
public record ModelCall(ChatRequest request, String answerId, Optional<String> session) {}
