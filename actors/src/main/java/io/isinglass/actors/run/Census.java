package io.isinglass.actors.run;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Block;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.FieldDigest;
import io.isinglass.engine.field.Snapshot;
import io.isinglass.engine.lattice.Cut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The snapshots of all blocks as they come in, to be digested when all are there. */
final class Census {

    private final Cut cut;
    private final ActorRef<StatusReply<String>> replyTo;
    private final List<List<Field>> blocks;

    Census(Cut cut, ActorRef<StatusReply<String>> replyTo) {
        this.cut = cut;
        this.replyTo = replyTo;
        this.blocks = new ArrayList<>(Collections.nCopies(cut.count(), null));
    }

    void add(Block.Captured captured) {
        try {
            blocks.set(
                    captured.block(),
                    captured.snapshot().content().chains().stream()
                            .map(Snapshot.Chain::field)
                            .toList());
        } catch (Refused e) {
            fail(e.getMessage());
            return;
        }
        if (blocks.stream().allMatch(Objects::nonNull)) {
            replyTo.tell(StatusReply.success(FieldDigest.of(cut, blocks)));
        }
    }

    void fail(String reason) {
        replyTo.tell(StatusReply.error(reason));
    }
}
