package io.isinglass.actors.store;

/** Says that an object is not the one that was kept: which object, and what is wrong with it. */
public final class Damaged extends Exception {

    private static final long serialVersionUID = 1;

    private final String key;

    Damaged(String key, String what) {
        super("object " + key + " is damaged: " + what);
        this.key = key;
    }

    public String key() {
        return key;
    }
}
