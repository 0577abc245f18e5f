/// The contract between the services: what is asked, what happened, what is to be done, and on which topic each is found.
///
/// Everything here is an immutable value. Wire names are given by explicit tables ([EventKind], [OperationKind], the
/// subtype lists of the other families), never derived from class names.
package io.mlintern.protocol;
