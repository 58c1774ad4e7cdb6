package io.isinglass.actors.run;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.isinglass.actors.block.Block;
import io.isinglass.actors.block.Plan;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.ArrayList;
import java.util.List;

/** The reports of one epoch as they come in, from every block once and in any order. */
final class Gathering {

    private final Plan plan;
    private final Order order;
    private final ActorRef<StatusReply<Sample>> replyTo;
    private final boolean[] reported;
    private final List<Series> chains = new ArrayList<>();
    private final List<float[]> fields = new ArrayList<>();
    private final List<float[]> means = new ArrayList<>();
    private int missing;

    Gathering(Plan plan, Order order, ActorRef<StatusReply<Sample>> replyTo) {
        this.plan = plan;
        this.order = order;
        this.replyTo = replyTo;
        this.reported = new boolean[plan.cut().count()];
        this.missing = reported.length;
        int sites = order.picture() ? Math.toIntExact(plan.cut().lattice().sites()) : 0;
        for (int chain = 0; chain < plan.chains(); chain++) {
            chains.add(
                    Series.zeros(order.sweeps(), plan.dynamics().model().terms().size()));
            if (order.picture()) {
                fields.add(new float[sites]);
                means.add(new float[sites]);
            }
        }
    }

    void add(Block.Report report) {
        if (reported[report.block()]) {
            return;
        }
        reported[report.block()] = true;
        missing--;
        Patch patch = plan.cut().patch(report.block());
        for (int chain = 0; chain < plan.chains(); chain++) {
            chains.get(chain).merge(report.chains().get(chain));
            if (order.picture()) {
                patch.paste(report.fields().get(chain), fields.get(chain));
                patch.paste(report.means().get(chain), means.get(chain));
            }
        }
    }

    boolean isWhole() {
        return missing == 0;
    }

    void reply() {
        replyTo.tell(StatusReply.success(new Sample(order, chains, fields, means)));
    }

    void fail(String reason) {
        replyTo.tell(StatusReply.error(reason));
    }
}
