package io.isinglass.actors.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a run pays for beside its kernel, each in nanoseconds. */
public enum Cost {
    /** A block and half-sweep in an actor, beyond what the kernel takes: messages, waiting lines, edges handed over. */
    @JsonProperty("block_step")
    BLOCK_STEP,
    /** A spin put into a snapshot, digest included. */
    @JsonProperty("spin_packed")
    SPIN_PACKED,
    /** A spin taken from a snapshot, digest included. */
    @JsonProperty("spin_unpacked")
    SPIN_UNPACKED,
    /** A real put into a snapshot. */
    @JsonProperty("real_packed")
    REAL_PACKED,
    /** A real taken from a snapshot. */
    @JsonProperty("real_unpacked")
    REAL_UNPACKED,
    /** A byte that one node writes to the vault and forces to the disk. */
    @JsonProperty("vault_byte_written")
    VAULT_BYTE_WRITTEN,
    /** A byte that one node reads from the vault. */
    @JsonProperty("vault_byte_read")
    VAULT_BYTE_READ,
    /** A small frame from the actor of one node to that of another, one way, beyond what the wire takes. */
    @JsonProperty("frame")
    FRAME,
    /** A further byte of a frame, beyond what the wire takes: written, copied, read. */
    @JsonProperty("frame_byte")
    FRAME_BYTE,
    /** A few bytes over TCP to the other side and back. */
    @JsonProperty("round_trip")
    ROUND_TRIP,
    /** A further byte over TCP: the inverse of the bandwidth. */
    @JsonProperty("wire_byte")
    WIRE_BYTE,
    /** An event of the journal, durable. It depends on the database, and is not measured but taken as given. */
    @JsonProperty("commit")
    COMMIT,
    /** From the end of a node until the others leave it out: pauses of heartbeats that are put up with, then calm. */
    @JsonProperty("downing")
    DOWNING
}
