package io.isinglass.actors.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** How much was done in a unit of time, seen through several windows one after the other. */
public record Timing(double... windows) {

    /*
     * Work of one thread is timed by that thread's own processor time, so that a machine shared with others does not
     * count against it; work of several threads by the clock.
     */

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WINDOWS = 7;
    private static final double WARM_UP = 0.7e9;
    private static final double WINDOW = 0.15e9;

    public Timing {
        Arrays.sort(windows);
    }

    /** Units a nanosecond of this thread's processor time, when {@code work} does so many units. */
    static Timing ofThread(long units, Runnable work) {
        window(units, work, WARM_UP);
        double[] windows = new double[WINDOWS];
        for (int k = 0; k < WINDOWS; k++) {
            windows[k] = window(units, work, WINDOW);
        }
        return new Timing(windows);
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
