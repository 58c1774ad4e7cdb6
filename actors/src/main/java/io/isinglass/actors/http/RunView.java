package io.isinglass.actors.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isinglass.actors.run.Layout;
import io.isinglass.actors.run.Progress;
import io.isinglass.actors.run.Run;
import io.isinglass.actors.run.View;
import io.isinglass.config.Spec;
import java.util.List;
import java.util.Optional;

/** A run as the API shows it. */
final class RunView {

    private RunView() {}

    static ObjectNode of(Run run) {
        Spec spec = run.located().spec();
        Progress progress = run.progress();
        Optional<Layout> layout = run.view().flatMap(View::layout);
        ObjectNode node = Json.object();
        node.put("id", run.id());
        node.put("name", spec.name());
        node.put("state", progress.state().label());
        node.put("failure", run.failure());
        node.put("notice", run.view().map(View::notice).orElse(""));
        node.put("started", run.began().toString());
        node.put("term", run.view().map(View::term).orElse(0L));
        node.put("recoveries", run.view().map(View::recoveries).orElse(0L));
        ArrayNode points = node.putArray("points");
        run.view().map(View::points).orElse(List.of()).forEach(points::add);
        node.put("epochs", progress.epochs());
        if (progress.total().isPresent()) {
            node.put("total", progress.total().getAsLong());
        } else {
            node.putNull("total");
        }
        node.put("sweeps", progress.sweeps());
        node.put("sweeps_per_second", progress.sweepsPerSecond());
        node.put(
                "site_updates_per_second",
                progress.sweepsPerSecond() * layout.map(Layout::sites).orElse(0L));
        node.put("elapsed_s", progress.elapsed().toMillis() / 1000.0);
        node.put("left_s", progress.left().toMillis() / 1000.0);
        node.set("lattice", layout.map(RunView::lattice).orElse(null));
        node.put("model", spec.model().kind());
        node.put("kernel", spec.kernel().kind());
        node.put("learner", spec.learner().kind());
        ArrayNode chains = node.putArray("chains");
        layout.map(Layout::chains).orElse(List.of()).forEach(chains::add);
        ArrayNode pictures = node.putArray("pictures");
        run.view().map(View::pictures).orElse(List.of()).forEach(pictures::add);
        ArrayNode key = node.putArray("key");
        progress.key().forEach(row -> key.add(Json.tree(row)));
        return node;
    }

    private static ObjectNode lattice(Layout layout) {
        ObjectNode node = Json.object()
                .put("depth", layout.depth())
                .put("rows", layout.rows())
                .put("columns", layout.columns())
                .put("boundary", layout.boundary())
                .put("block_planes", layout.blockPlanes())
                .put("block_rows", layout.blockRows())
                .put("block_columns", layout.blockColumns());
        layout.bonds().ifPresent(bonds -> node.put("bonds", bonds));
        return node;
    }
}
