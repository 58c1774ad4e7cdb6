package io.isinglass.streams.learn;

import io.isinglass.engine.measure.Bins;
import io.isinglass.engine.measure.Estimate;
import io.isinglass.engine.memory.Memory;
import io.isinglass.engine.memory.Numerals;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The mean of −ln p of what was seen, in nats a spin, by predictions made before it was seen. */
final class LogLoss implements Memory {

    private final Bins records = new Bins(1);
    private double sum;
    private long spins;
    private double ofRecord;
    private int inRecord;

    /** Adds a spin of the record in hand. */
    void add(double loss) {
        add(loss, 1);
    }

    /** Adds what so many spins of the record in hand come to. */
    void add(double loss, int count) {
        ofRecord += loss;
        inRecord += count;
    }

    /** Ends the record in hand; returns its mean loss, NaN where nothing of it was seen. */
    double endRecord(boolean counts) {
        double mean = ofRecord / inRecord;
        if (counts && inRecord > 0) {
            sum += ofRecord;
            spins += inRecord;
            records.add(new double[] {mean});
        }
        ofRecord = 0;
        inRecord = 0;
        return mean;
    }

    boolean isEmpty() {
        return spins == 0;
    }

    /** The mean over all spins; its error is that of the records, which follow each other and are not independent. */
    Estimate estimate() {
        Estimate ofRecords = records.estimate(0);
        return new Estimate(sum / spins, ofRecords.stderr(), ofRecords.tau(), ofRecords.size());
    }

    @Override
    public void save(DataOutput out) throws IOException {
        records.save(out);
        Numerals.write(out, sum);
        out.writeLong(spins);
    }

    @Override
    public void load(DataInput in) throws IOException {
        records.load(in);
        sum = Numerals.number(in);
        spins = in.readLong();
    }
}
