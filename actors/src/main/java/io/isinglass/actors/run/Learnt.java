package io.isinglass.actors.run;

import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.model.Model;
import io.isinglass.streams.learn.ModelKnowledge;
import io.isinglass.streams.learn.Schema;
import io.isinglass.streams.loop.Remembered;
import io.isinglass.streams.serve.Knowledge;
import io.isinglass.streams.serve.SavedModel;
import io.isinglass.streams.source.DataSource;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The reading of what a run had learned from what it remembered at a point: the run itself is not asked, and knows nothing of it. */
final class Learnt {

    private Learnt() {}

    /**
     * What was learned.
     *
     * @param memory as the vault has it after so many epochs
     */
    static SavedModel of(String run, Experiment experiment, long epochs, byte[] memory) {
        Passage passage = new Passage(experiment, epochs, Optional.of(memory), Clock.systemUTC());
        Remembered remembered = passage.remembered();
        Lattice lattice = experiment.plan().cut().lattice();
        Model model = experiment.plan().dynamics().model();
        Knowledge knowledge = remembered
                .learner()
                .knowledge()
                .orElseGet(() ->
                        ModelKnowledge.of(lattice, model, remembered.stance().couplings()));
        return new SavedModel(
                epochs,
                Map.of(
                        "run", run,
                        "model", experiment.spec().model().kind(),
                        "learner", experiment.spec().learner().kind(),
                        "spec_digest", experiment.located().specHash(),
                        "metrics_digest", passage.digest()),
                experiment.data().map(DataSource::schema).orElse(Schema.PLAIN).sites(),
                knowledge);
    }
}
