package io.isinglass.actors.bench;

import io.isinglass.actors.plan.Measured;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** How much was done in a unit of time, seen through several windows one after the other. */
public record Timing(double... windows) {

    /*
     * Work of one thread is timed by that thread's own processor time, so that a machine shared with others does not
     * count against it; work of several threads by the clock. What waits for a wire or a disk is timed in many windows
     * short enough that some of them are disturbed by nobody, and these count.
     */

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WINDOWS = 7;
    private static final int SHORT_WINDOWS = 15 * WINDOWS;
    private static final double WARM_UP = 0.7e9;
    private static final double WINDOW = 0.15e9;

    public Timing {
        Arrays.sort(windows);
    }

    /** Units a nanosecond of this thread's processor time, when {@code work} does so many units. */
    static Timing ofThread(long units, Runnable work) {
        return ofThread(units, work, WARM_UP, WINDOW);
    }

    /** The same in windows of at least so many nanoseconds, after as many others to warm up. */
    static Timing ofThread(long units, Runnable work, double warmUp, double window) {
        window(units, work, warmUp);
        double[] windows = new double[WINDOWS];
        for (int k = 0; k < WINDOWS; k++) {
            windows[k] = window(units, work, window);
        }
        return new Timing(windows);
    }

    /** Nanoseconds a unit by the clock, when {@code work} does so many units in each of many short windows. */
    static Timing ofClock(double units, Runnable work) {
        double[] windows = new double[SHORT_WINDOWS];
        for (int k = 0; k < SHORT_WINDOWS; k++) {
            long begin = System.nanoTime();
            work.run();
            windows[k] = (System.nanoTime() - begin) / units;
        }
        Arrays.sort(windows);
        return new Timing(Arrays.copyOf(windows, WINDOWS));
    }

    /** As a cost, where these are rates. */
    Measured inverse() {
        return new Measured(1 / median(), 1 / high(), 1 / low());
    }

    /** As a cost, where these are costs; what is less than nothing is noise. */
    Measured cost() {
        return new Measured(Math.max(0, median()), Math.max(0, low()), Math.max(0, high()));
    }

    private static double window(long units, Runnable work, double length) {
        long begin = THREADS.getCurrentThreadCpuTime();
        long now = begin;
        long done = 0;
        while (now - begin < length) {
            work.run();
            done += units;
            now = THREADS.getCurrentThreadCpuTime();
        }
        return (double) done / (now - begin);
    }

    double median() {
        return windows[windows.length / 2];
    }

    double low() {
        return windows[0];
    }

    double high() {
        return windows[windows.length - 1];
    }

    Timing times(double factor) {
        return new Timing(Arrays.stream(windows).map(each -> factor * each).toArray());
    }
}
