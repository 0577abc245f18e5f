/// SmallRye's channels in Helidon's container: health, virtual threads.
package io.mlintern.kit.messaging;
