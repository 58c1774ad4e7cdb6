package io.isinglass.actors.run;

/** The version of this program, as the build wrote it into the jar. */
public final class Version {

    private Version() {}

    /** Such as 0.1.0; "development" when it does not run from a jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
