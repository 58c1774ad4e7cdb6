package io.isinglass.actors.simulation;

import io.isinglass.actors.run.Event;
import io.isinglass.actors.run.Point;
import io.isinglass.actors.run.State;
import io.isinglass.actors.store.Sealed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is wrong with a journal, read from its first event to its last; nothing, if all laws were kept. */
final class Verdict {

    /** Of others who have written nothing for so long a cluster may take the run back: they may be gone. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** How a grid says that a block has failed. */
    private static final String FAILED = " failed: ";

    private final Truth truth;
    private final Set<String> spoilt;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> owners = new HashSet<>();
    private String owner = "";
    private final TreeMap<Long, Point> points = new TreeMap<>();
    private long term;
    private long epochs;
    private Duration before = Duration.ZERO;
    private boolean over;

    private Verdict(Truth truth, Set<String> spoilt) {
        this.truth = truth;
        this.spoilt = spoilt;
    }

    /**
     * The faults of a run.
     *
     * @param times when each event was written
     * @param spoilt keys of the objects that really were spoilt
     */
    static List<String> of(List<Event> events, List<Duration> times, Truth truth, Set<String> spoilt) {
        Verdict verdict = new Verdict(truth, spoilt);
        for (int at = 0; at < events.size(); at++) {
            verdict.read(events.get(at), times.get(at));
            verdict.before = times.get(at);
        }
        if (!verdict.over) {
            verdict.fault("the run has not ended: term " + verdict.term + ", " + verdict.epochs + " epochs");
        }
        return verdict.faults;
    }

    private void fault(String what) {
        faults.add(what);
    }

    private void read(Event event, Duration at) {
        if (over) {
            fault("written after the end: " + event);
        }
        switch (event) {
            case Event.Opened opened -> opened(opened, at);
            case Event.Committed committed -> committed(committed);
            case Event.Kept kept -> kept(kept);
            case Event.Spoilt found -> spoilt(found);
            case Event.Ended ended -> ended(ended);
            case Event.Created _, Event.Paused _, Event.Resumed _ -> {}
        }
    }

    private void opened(Event.Opened opened, Duration at) {
        if (opened.term() != term + 1) {
            fault("term " + opened.term() + " after term " + term);
        }
        term = opened.term();
        if (opened.why().contains(FAILED)) {
            // Nodes and stores fail here, and messages get lost or late; blocks never do anything that they must not.
            fault("term " + term + " had to be opened: " + opened.why());
        }
        boolean again = !opened.owner().equals(owner) && !owners.add(opened.owner());
        Duration silence = at.minus(before);
        if (again && silence.compareTo(SILENCE) < 0) {
            fault("cluster " + opened.owner() + " has the run again, though others had it until " + silence + " ago");
        }
        owner = opened.owner();
    }

    private void committed(Event.Committed committed) {
        if (committed.term() != term) {
            fault("a commit of term " + committed.term() + " in term " + term);
        }
        if (committed.epoch() != epochs) {
            fault("epoch " + committed.epoch() + " is committed, and " + epochs + " was to come");
            return;
        }
        int at = (int) epochs++;
        if (!Truth.timeless(committed.rows()).equals(truth.rows().get(at))) {
            fault("the rows of epoch " + at + " are others than without mishap");
        }
        if (!committed.chain().equals(truth.chains().get(at))) {
            fault("the digest of the rows up to epoch " + at + " is another than without mishap");
        }
    }

    private void kept(Event.Kept kept) {
        if (kept.term() != term) {
            fault("a point of term " + kept.term() + " in term " + term);
        }
        if (kept.point().epochs() > epochs) {
            fault("a point after " + kept.point().epochs() + " epochs, and " + epochs + " are committed");
        }
        if (!points.isEmpty() && kept.point().epochs() <= points.lastKey()) {
            fault("a point after " + kept.point().epochs() + " epochs, when there is one after " + points.lastKey());
        }
        kept.dropped().forEach(points::remove);
        points.put(kept.point().epochs(), kept.point());
    }

    private void spoilt(Event.Spoilt found) {
        Point point = points.remove(found.epoch());
        if (point == null) {
            fault("damage of a point that there is not: " + found);
        } else if (Stream.concat(point.blocks().stream(), point.memory().stream())
                .map(Sealed::key)
                .filter(spoilt::contains)
                .noneMatch(key -> found.key().equals(key) || found.reason().contains(key))) {
            fault("found damaged, and was not: " + found);
        }
    }

    private void ended(Event.Ended ended) {
        over = true;
        if (ended.how() != State.FINISHED) {
            fault("the run is " + ended.how().label() + ": " + ended.failure());
        } else if (!ended.digest().equals(truth.digest())) {
            fault("the final field is another than without mishap");
        }
    }
}
