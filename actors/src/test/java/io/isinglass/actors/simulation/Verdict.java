package io.isinglass.actors.simulation;

import io.isinglass.actors.run.Event;
import io.isinglass.actors.run.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a journal, read from its first event to its last; nothing, if all laws were kept. */
final class Verdict {

    private final Truth truth;
    private final Set<String> spoilt;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> owners = new HashSet<>();
    private String owner = "";
    private final List<Long> points = new ArrayList<>(List.of(0L));
    private long term;
    private long epochs;
    private boolean over;

    private Verdict(Truth truth, Set<String> spoilt) {
        this.truth = truth;
        this.spoilt = spoilt;
    }

    /**
     * The faults of a run.
     *
     * @param spoilt keys of the objects that really were spoilt
     */
    static List<String> of(List<Event> events, Truth truth, Set<String> spoilt) {
        Verdict verdict = new Verdict(truth, spoilt);
        events.forEach(verdict::read);
        if (!verdict.over) {
            verdict.fault("the run has not ended: term " + verdict.term + ", " + verdict.epochs + " epochs");
        }
        return verdict.faults;
    }

    private void fault(String what) {
        faults.add(what);
    }

    private void read(Event event) {
        if (over) {
            fault("written after the end: " + event);
        }
        switch (event) {
            case Event.Opened opened -> opened(opened);
            case Event.Committed committed -> committed(committed);
            case Event.Kept kept -> kept(kept);
            case Event.Spoilt found -> spoilt(found);
            case Event.Ended ended -> ended(ended);
            case Event.Created _, Event.Paused _, Event.Resumed _ -> {}
        }
    }

    private void opened(Event.Opened opened) {
        if (opened.term() != term + 1) {
            fault("term " + opened.term() + " after term " + term);
        }
        term = opened.term();
        if (!opened.owner().equals(owner) && !owners.add(opened.owner())) {
            fault("cluster " + opened.owner() + " has the run again, though others had it since");
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
        if (kept.point().epochs() <= points.getLast()) {
            fault("a point after " + kept.point().epochs() + " epochs, when there is one after " + points.getLast());
        }
        points.removeIf(point -> point > 0 && kept.dropped().contains(point));
        points.add(kept.point().epochs());
    }

    private void spoilt(Event.Spoilt found) {
        points.removeIf(point -> point > 0 && point == found.epoch());
        if (spoilt.stream()
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
