package io.mlintern.gateway.script;

import io.mlintern.gateway.chat.ChatRequest;
import io.mlintern.gateway.chat.ModelCallException;

/// A scripted model: says the next message from nothing but the messages and tools of the request.
interface Script {
    ScriptReply reply(ChatRequest request) throws ModelCallException;
}
