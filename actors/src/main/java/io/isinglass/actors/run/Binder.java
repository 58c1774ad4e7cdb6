package io.isinglass.actors.run;

import io.isinglass.actors.block.Plan;
import io.isinglass.config.Choice;
import io.isinglass.config.LatticeSpec;
import io.isinglass.config.Located;
import io.isinglass.config.Problem;
import io.isinglass.config.Schedule;
import io.isinglass.config.Spec;
import io.isinglass.config.SpecException;
import io.isinglass.engine.block.Dynamics;
import io.isinglass.engine.block.Reach;
import io.isinglass.engine.catalog.Refused;
import io.isinglass.engine.field.Start;
import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.kernel.Kernels;
import io.isinglass.engine.lattice.Bonds;
import io.isinglass.engine.lattice.Boundary;
import io.isinglass.engine.lattice.Cut;
import io.isinglass.engine.lattice.Lattice;
import io.isinglass.engine.lattice.Wiring;
import io.isinglass.engine.lattice.Wirings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.model.Models;
import io.isinglass.engine.noise.Noise;
import io.isinglass.streams.learn.Chain;
import io.isinglass.streams.learn.Learner;
import io.isinglass.streams.learn.Learners;
import io.isinglass.streams.learn.Task;
import io.isinglass.streams.loop.Pace;
import io.isinglass.streams.sink.Outlet;
import io.isinglass.streams.sink.Sinks;
import io.isinglass.streams.source.DataSource;
import io.isinglass.streams.source.Files;
import io.isinglass.streams.source.Sources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Binds the names of a spec to the catalogues, and finds every problem that the spec alone does not show. */
public final class Binder {

    /** Pictures are taken of lattices up to so many sites: they travel whole. */
    static final long MOST_PICTURED = 1L << 24;

    /** Bytes of a file of bonds. */
    private static final long LONGEST_TEXT = 1L << 28;

    private final Located located;
    private final Spec spec;
    private final List<Problem> problems = new ArrayList<>();

    private final long memory;

    private Binder(Located located, long memory) {
        this.located = located;
        this.memory = memory;
        this.spec = located.spec();
    }

    /**
     * Checks a spec whole, for a run in this process; nothing is allocated but what a data source
     * reads to know its size: the first image, a file of records.
     *
     * @throws SpecException with all problems
     */
    public static Experiment bind(Located located, Files files) {
        return bind(located, files, Runtime.getRuntime().maxMemory() / 4 * 3);
    }

    /** The same for a run whose fields may take so many bytes, wherever they are to live. */
    public static Experiment bind(Located located, Files files, long memory) {
        return new Binder(located, memory).bind(files);
    }

    private Experiment bind(Files files) {
        Optional<Model> model = attempt(
                "/model",
                () -> Models.CATALOG.make(spec.model().kind(), spec.model().options()));
        Optional<Couplings> couplings = model.flatMap(
                m -> attempt("/model", () -> m.couplings(spec.model().couplings())));
        Optional<Kernel> kernel = choose("/kernel", spec.kernel(), Kernels.CATALOG::make, model);
        Optional<DataSource> data =
                spec.data().flatMap(choice -> choose("/data", choice, Sources.CATALOG::make, Optional.of(files)));
        Optional<Outlet> outlet =
                spec.sink().flatMap(choice -> choose("/sink", choice, Sinks.CATALOG::make, Optional.of(files)));
        Optional<Wiring> wiring = attempt(
                "/lattice/bonds",
                () -> Wirings.CATALOG.make(
                        spec.lattice().bonds().kind(), spec.lattice().bonds().options()));
        Optional<Lattice> lattice = spec.data().isPresent() && data.isEmpty()
                ? Optional.empty()
                : wiring.flatMap(made -> attempt("/lattice", () -> lattice(data, made, model, files)));
        lattice.ifPresent(whole ->
                model.ifPresent(m -> couplings.ifPresent(at -> attempt("/model", () -> fit(m, at, whole)))));
        Optional<Cut> cut = lattice.flatMap(whole -> attempt("/lattice", () -> cut(whole, kernel)));
        Optional<Integer> looks = attempt("/schedule", () -> looks(data));
        Optional<Task> task = lattice.flatMap(whole -> model.flatMap(m -> couplings.map(at -> new Task(
                whole,
                m,
                at,
                start(),
                spec.schedule().epochs(),
                data.map(DataSource::schema),
                new Noise(spec.seed())))));
        Optional<Function<Task, Learner>> learner = attempt(
                "/learner",
                () -> Learners.CATALOG.make(
                        spec.learner().kind(), spec.learner().options()));
        Optional<Learner> first =
                learner.flatMap(make -> task.flatMap(given -> attempt("/learner", () -> make.apply(given))));
        first.ifPresent(this::checkLag);
        first.ifPresent(made -> kernel.ifPresent(moves -> checkSites(made, moves)));
        Optional<List<Chain>> chains = first.map(Learner::chains);
        lattice.ifPresent(whole -> chains.ifPresent(many -> checkSize(whole, many.size(), kernel)));
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
        Schedule schedule = spec.schedule();
        Dynamics dynamics = new Dynamics(
                model.orElseThrow(),
                Kernels.fastest(kernel.orElseThrow(), lattice.orElseThrow()),
                new Noise(spec.seed()));
        int many = chains.orElseThrow().size();
        // Evidence of the neighbours' sites is with them alone.
        int reach = data.isPresent() ? 1 : Reach.of(cut.orElseThrow(), dynamics, many, schedule.sweeps());
        Plan plan = new Plan(spec.name(), cut.orElseThrow(), dynamics, many, schedule.lag(), reach);
        Supplier<Learner> learners = () -> learner.orElseThrow().apply(task.orElseThrow());
        Pace pace = new Pace(schedule.sweeps(), schedule.lag(), schedule.view());
        return new Experiment(located, plan, chains.orElseThrow(), learners, data, looks.orElseThrow(), pace, outlet);
    }

    private Lattice lattice(Optional<DataSource> data, Wiring wiring, Optional<Model> model, Files files) {
        LatticeSpec wanted = spec.lattice();
        int rows = size("rows", wanted.rows(), data.map(DataSource::rows));
        int columns = size("columns", wanted.columns(), data.map(DataSource::columns));
        Boundary boundary = Boundary.valueOf(wanted.boundary().toUpperCase(Locale.ROOT));
        Bonds bonds = wiring.bonds(
                new Lattice(wanted.depth(), rows, columns, Boundary.OPEN, Bonds.NEAREST),
                model.map(Model::rings).orElse(1),
                name -> new String(files.read(name, LONGEST_TEXT), StandardCharsets.UTF_8));
        return new Lattice(wanted.depth(), rows, columns, boundary, bonds);
    }

    private static Model fit(Model model, Couplings couplings, Lattice lattice) {
        model.check(couplings, lattice);
        return model;
    }

    private Cut cut(Lattice lattice, Optional<Kernel> kernel) {
        LatticeSpec.Blocks blocks = spec.lattice().blocks();
        Cut cut = new Cut(lattice, blocks.planes(), blocks.rows(), blocks.columns());
        if (cut.count() > 1 && kernel.filter(Kernel::isGlobal).isPresent()) {
            throw new Refused(
                    "blocks",
                    "kernel %s moves the lattice as a whole: it runs in one block, not in %s"
                            .formatted(spec.kernel().kind(), blocks));
        }
        return cut;
    }

    private static int size(String name, OptionalInt wanted, Optional<Integer> seen) {
        if (wanted.isPresent() && seen.isPresent() && wanted.getAsInt() != seen.get()) {
            throw new Refused(name, name + " must be " + seen.get() + " as in the data, was " + wanted.getAsInt());
        }
        return seen.orElseGet(wanted::orElseThrow);
    }

    private int looks(Optional<DataSource> data) {
        if (data.isEmpty()) {
            return 1;
        }
        OptionalLong given = spec.schedule().epochs();
        if (data.get().size().isEmpty()) {
            if (given.isPresent()) {
                throw new Refused(
                        "epochs",
                        "epochs must be left out: the run goes on as long as records come, was " + given.getAsLong());
            }
            return 1;
        }
        long epochs = given.orElseThrow(() ->
                new Refused("epochs", "epochs must be given: how often the data are looked at is for the spec to say"));
        long batches =
                Math.ceilDiv(data.get().size().getAsLong(), (long) data.get().batch());
        if (epochs % batches != 0) {
            throw new Refused(
                    "epochs",
                    "epochs must be a multiple of the %d %s of the data, was %d"
                            .formatted(batches, data.get().batch() == 1 ? "records" : "batches", epochs));
        }
        return Math.toIntExact(epochs / batches);
    }

    private Start start() {
        return Start.valueOf(spec.model().start().toUpperCase(Locale.ROOT));
    }

    private void checkLag(Learner learner) {
        int lag = spec.schedule().lag();
        if (lag > learner.maxLag()) {
            problems.add(located.problem(
                    "/schedule/lag",
                    "must be at most %d: what %s decides holds for the field at the end of an epoch, not later; was %d"
                            .formatted(learner.maxLag(), spec.learner().kind(), lag)));
        }
    }

    private void checkSites(Learner learner, Kernel kernel) {
        boolean local = learner.start().couplings().of(0).sites().length > 0;
        if (local && kernel.isGlobal()) {
            problems.add(located.problem(
                    "/kernel",
                    "%s learns couplings of single sites, and %s knows none: take a kernel that moves site by site"
                            .formatted(spec.learner().kind(), spec.kernel().kind())));
        }
    }

    private void checkSize(Lattice lattice, int chains, Optional<Kernel> kernel) {
        if (spec.schedule().view() > 0 && lattice.sites() > MOST_PICTURED) {
            problems.add(located.problem(
                    "/schedule/view",
                    "must be 0 (no pictures) for more than " + MOST_PICTURED + " sites, was "
                            + spec.schedule().view()));
        }
        double bytesASite = kernel.map(made -> Kernels.fastest(made, lattice).bytesPerSite())
                .orElse(0.0);
        long bytes = (long) (bytesASite * lattice.sites() * chains);
        if (bytes > memory) {
            problems.add(located.problem(
                    "/lattice",
                    "%d sites in %d chains take %d MiB, this process has %d MiB"
                            .formatted(lattice.sites(), chains, bytes >> 20, memory >> 20)));
        }
    }

    /** Looks a choice up in a catalogue, and makes what it stands for out of {@code given}, if that is there. */
    private <G, T> Optional<T> choose(
            String pointer, Choice choice, Lookup<Function<G, T>> catalog, Optional<G> given) {
        Optional<Function<G, T>> maker = attempt(pointer, () -> catalog.make(choice.kind(), choice.options()));
        return maker.flatMap(make -> given.flatMap(from -> attempt(pointer, () -> make.apply(from))));
    }

    /** A catalogue's way of making things. */
    @FunctionalInterface
    private interface Lookup<T> {
        T make(String name, java.util.Map<String, Object> options);
    }

    private <T> Optional<T> attempt(String section, Supplier<T> making) {
        try {
            return Optional.of(making.get());
        } catch (Refused refused) {
            String pointer = refused.path().isEmpty()
                    ? section
                    : section + "/" + refused.path().replace('.', '/');
            problems.add(located.problem(pointer, refused.getMessage()));
            return Optional.empty();
        }
    }
}
