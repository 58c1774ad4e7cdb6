package io.isinglass.actors.cli;

import java.util.concurrent.CountDownLatch;

/** An interrupt or a termination of the process, answered in order: the process lives on until the command is done. */
final class Interrupt implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private Interrupt(Runnable answer) {
        hook = new Thread(() -> end(answer), "interrupt");
    }

    /** From now on an interrupt runs {@code answer}, and then waits until this is closed. */
    static Interrupt answeredBy(Runnable answer) {
        Interrupt interrupt = new Interrupt(answer);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    private void end(Runnable answer) {
        asked.countDown();
        over.countDown();
        answer.run();
        try {
            done.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it has come; the answer may not have run yet. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits for an interrupt, or until there is nothing left to interrupt. */
    void await() throws InterruptedException {
        over.await();
    }

    /** Says that there is nothing left to interrupt. */
    void end() {
        over.countDown();
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending already, and the hook with it.
            return;
        }
    }
}
