package io.isinglass.actors.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** How busy the threads of the kernels are: their processor time between two questions. */
final class Load {

    private static final String THREADS = "-kernels-";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long asked = System.nanoTime();
    private long used;
    private double busy;

    /** Between 0 and 1: of all kernel threads, on the average, since this was last asked. */
    synchronized double busy() {
        long now = System.nanoTime();
        long total = 0;
        int count = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains(THREADS)) {
                total += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
                count++;
            }
        }
        long passed = now - asked;
        if (count > 0 && passed > 0) {
            busy = Math.clamp((double) (total - used) / passed / count, 0, 1);
        }
        asked = now;
        used = total;
        return busy;
    }
}
