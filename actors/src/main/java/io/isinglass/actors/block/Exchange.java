package io.isinglass.actors.block;

import akka.actor.typed.ActorRef;
import io.isinglass.engine.lattice.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What two sections show each other: frames out, one a round, and frames in, each once and in the order of the rounds. */
final class Exchange {

    /** The frames that the other side may still need. */
    private static final int KEPT = 2;

    private final long term;
    private final Map<Integer, ActorRef<Block.Command>> blocks;
    private final Map<Long, List<Section.Outward>> gathered = new TreeMap<>();
    private final Deque<Section.Frame> sent = new ArrayDeque<>();
    private final Map<Long, Section.Frame> early = new TreeMap<>();
    private ActorRef<Section.Command> peer;
    private int own;
    private int edges;
    private long next;
    private boolean heard;

    /** An exchange of a term with blocks of this node, of no edges yet. */
    Exchange(long term, Map<Integer, ActorRef<Block.Command>> blocks) {
        this.term = term;
        this.blocks = blocks;
    }

    /** One edge more in each frame. */
    void expect() {
        edges++;
    }

    void open(ActorRef<Section.Command> section, int number) {
        peer = section;
        own = number;
    }

    /** Adds an edge to the frame of its round, and sends that when it is whole. */
    void add(Section.Outward outward) {
        long round = outward.halo().round();
        List<Section.Outward> frame = gathered.computeIfAbsent(round, _ -> new ArrayList<>());
        frame.add(outward);
        if (frame.size() == edges) {
            gathered.remove(round);
            send(frame(round, frame));
        }
    }

    private Section.Frame frame(long round, List<Section.Outward> parts) {
        return new Section.Frame(
                term,
                own,
                round,
                parts.stream().mapToInt(Section.Outward::to).toArray(),
                parts.stream().map(part -> part.halo().side()).toArray(Side[]::new),
                parts.stream().map(part -> part.halo().edge()).toArray(long[][]::new));
    }

    private void send(Section.Frame frame) {
        sent.addLast(frame);
        if (sent.size() > KEPT) {
            sent.removeFirst();
        }
        peer.tell(frame);
    }

    /** Passes a frame on when its turn has come. */
    void take(Section.Frame frame) {
        if (frame.round() < next) {
            return;
        }
        early.put(frame.round(), frame);
        for (Section.Frame due = early.remove(next); due != null; due = early.remove(next)) {
            for (int at = 0; at < due.blocks().length; at++) {
                blocks.get(due.blocks()[at]).tell(new Block.Halo(term, due.round(), due.sides()[at], due.edges()[at]));
            }
            next++;
            heard = true;
        }
    }

    /** Sends the frame of a round once more, if it has been sent. */
    void repeat(long round) {
        sent.stream().filter(frame -> frame.round() == round).forEach(peer::tell);
    }

    /** A beat has passed: asks for what did not come in it, if anybody waits. */
    void beat(boolean waiting) {
        if (waiting && !heard) {
            peer.tell(new Section.Again(term, own, next));
        }
        heard = false;
    }
}
