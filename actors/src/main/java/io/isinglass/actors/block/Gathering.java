package io.isinglass.actors.block;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.isinglass.engine.lattice.Patch;
import io.isinglass.engine.measure.Series;
import io.isinglass.streams.learn.Order;
import io.isinglass.streams.learn.Sample;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What one epoch has shown as it comes in: the sums, and a picture of each block if they were asked for. */
final class Gathering {

    private final Plan plan;
    private final Order order;
    private final ActorRef<StatusReply<Sample>> replyTo;
    private final List<float[]> fields = new ArrayList<>();
    private final List<float[]> means = new ArrayList<>();
    private final BitSet painted = new BitSet();
    private List<Series> chains = List.of();

    Gathering(Plan plan, Order order, ActorRef<StatusReply<Sample>> replyTo) {
        this.plan = plan;
        this.order = order;
        this.replyTo = replyTo;
        int sites = order.picture() ? Math.toIntExact(plan.cut().lattice().sites()) : 0;
        for (int chain = 0; chain < plan.chains() && order.picture(); chain++) {
            fields.add(new float[sites]);
            means.add(new float[sites]);
        }
    }

    Order order() {
        return order;
    }

    void sum(List<Series> sums) {
        chains = sums;
    }

    void paint(Grid.Painted picture) {
        Patch patch = plan.cut().patch(picture.block());
        for (int chain = 0; chain < fields.size(); chain++) {
            patch.paste(picture.fields().get(chain), fields.get(chain));
            patch.paste(picture.means().get(chain), means.get(chain));
        }
        painted.set(picture.block());
    }

    boolean isWhole() {
        return !chains.isEmpty()
                && (!order.picture() || painted.cardinality() == plan.cut().count());
    }

    void reply() {
        replyTo.tell(StatusReply.success(new Sample(order, chains, fields, means)));
    }

    void fail(String reason) {
        replyTo.tell(StatusReply.error(reason));
    }
}
