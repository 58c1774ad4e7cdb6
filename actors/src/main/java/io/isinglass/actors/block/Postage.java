package io.isinglass.actors.block;

import akka.actor.typed.ActorRef;
import java.util.function.Predicate;

/**
 * What must be known of the way to a section before an order is sent there.
 *
 * @param isFar whether a section is on another node
 * @param largest the bytes of an order, or of a part of one, that one message may carry to another node
 */
record Postage(Predicate<ActorRef<Section.Command>> isFar, int largest) {

    /** The way between the nodes of a cluster. */
    static final Postage WIRE = new Postage(section -> !section.path().address().hasLocalScope(), OrderParts.LARGEST);
}
