/// What a log line says of its context.
package io.mlintern.kit.logging;
