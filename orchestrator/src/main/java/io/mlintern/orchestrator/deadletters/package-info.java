/// What readers put aside because they could not take it: looked at by operators, and sent again when its cause is mended.
package io.mlintern.orchestrator.deadletters;
