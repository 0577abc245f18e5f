package io.mlintern.protocol.architecture.wrong.library;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlintern.protocol.SessionId;

/// Uses a library and a module of ours.
public record UsesJackson(ObjectMapper mapper, SessionId session) {}
