package io.isinglass.actors.block;

/** A message that may cross from one node to another, as Jackson CBOR unless it has a serializer of its own. */
public interface Wire {}
