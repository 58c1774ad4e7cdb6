package io.isinglass.actors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** No log while a class of tests is run in which what fails is meant to. */
public final class Quiet implements BeforeAllCallback, AfterAllCallback {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Level before = ROOT.getLevel();

    @Override
    public void beforeAll(ExtensionContext context) {
        ROOT.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        ROOT.setLevel(before);
    }
}
