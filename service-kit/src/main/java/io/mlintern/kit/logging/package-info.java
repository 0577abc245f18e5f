/// What a log line says of its context, and what no text may say.
package io.mlintern.kit.logging;
