package io.isinglass.actors.run;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.Plan;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.FieldDigest;
import io.isinglass.engine.field.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** The snapshots of all blocks as they come in, to be digested when all are there. */
final class Census {

    private final Plan plan;
    private final ActorRef<StatusReply<String>> replyTo;
    private final List<List<Field>> blocks;

    Census(Plan plan, ActorRef<StatusReply<String>> replyTo) {
        this.plan = plan;
        this.replyTo = replyTo;
        this.blocks = new ArrayList<>(Collections.nCopies(plan.cut().count(), null));
    }

    void add(Block.Captured captured) {
        try {
            blocks.set(
                    captured.block(),
                    captured.snapshot().content(plan.cut().lattice(), plan.dynamics()::field).chains().stream()
                            .map(Snapshot.Chain::field)
                            .toList());
        } catch (Refused e) {
            fail(e.getMessage());
            return;
        }
        if (blocks.stream().allMatch(Objects::nonNull)) {
            replyTo.tell(StatusReply.success(FieldDigest.of(plan.cut(), blocks)));
        }
    }

    void fail(String reason) {
        replyTo.tell(StatusReply.error(reason));
    }
}
