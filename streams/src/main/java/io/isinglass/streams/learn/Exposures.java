package io.isinglass.streams.learn;

import io.isinglass.engine.memory.Mark;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last frames of one image, at most so many. */
final class Exposures implements Memory {

    private final int most;
    private final int sites;
    private final Deque<double[]> frames = new ArrayDeque<>();

    Exposures(int most, int sites) {
        this.most = most;
        this.sites = sites;
    }

    /** Adds a frame, and returns the sum of all that are there. The first frame of another image drives out the others. */
    double[] add(Frame frame) {
        if (frame.look() == 0) {
            frames.clear();
        }
        frames.addLast(frame.evidence());
        if (frames.size() > most) {
            frames.removeFirst();
        }
        double[] sum = new double[frame.seen().length];
        for (double[] seen : frames) {
            for (int site = 0; site < sum.length; site++) {
                sum[site] += seen[site];
            }
        }
        return sum;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        mark().save(out);
        out.writeInt(frames.size());
        for (double[] seen : frames) {
            Numerals.write(out, seen, sites);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        mark().expect(in);
        int count = Numerals.count(in, most, "frames");
        frames.clear();
        for (int each = 0; each < count; each++) {
            double[] seen = new double[sites];
            Numerals.read(in, seen, sites);
            frames.addLast(seen);
        }
    }

    private Mark mark() {
        return new Mark("frames of " + sites + " sites, at most " + most);
    }
}
