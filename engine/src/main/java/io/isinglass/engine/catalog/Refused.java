package io.isinglass.engine.catalog;

/** A refusal of something a user asked for: names the place, the value and what is allowed, and is fit to be shown. */
public final class Refused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /** A refusal at {@code path}, a dotted place in the spec such as {@code lattice.blocks}; empty where there is none. */
    public Refused(String path, String message) {
        super(message);
        this.path = path;
    }

    public String path() {
        return path;
    }

    /** The same refusal, seen from the section {@code parent} of the spec. */
    public Refused under(String parent) {
        Refused refused = new Refused(path.isEmpty() ? parent : parent + "." + path, getMessage());
        refused.initCause(this);
        return refused;
    }
}
