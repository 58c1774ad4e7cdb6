package io.isinglass.actors.run;

import io.isinglass.actors.block.Plan;
import io.isinglass.actors.store.Archive;
import io.isinglass.actors.store.Sealed;
import io.isinglass.engine.field.Field;
import io.isinglass.engine.field.FieldDigest;
import io.isinglass.engine.field.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The digest of all fields of a point, which does not show how the lattice is cut. */
final class Census {

    private Census() {}

    static CompletionStage<String> digest(Archive archive, Plan plan, List<Sealed> objects) {
        CompletionStage<List<List<Field>>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (Sealed each : objects) {
            all = all.thenCombine(archive.open(each), (blocks, bytes) -> {
                blocks.add(fields(plan, new Snapshot(bytes, each.digest())));
                return blocks;
            });
        }
        return all.thenApply(blocks -> FieldDigest.of(plan.cut(), blocks));
    }

    private static List<Field> fields(Plan plan, Snapshot snapshot) {
        return snapshot.content(plan.cut().lattice(), plan.dynamics()::field).chains().stream()
                .map(Snapshot.Chain::field)
                .toList();
    }
}
