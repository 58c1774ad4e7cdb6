package io.isinglass.engine.kernel;

import io.isinglass.engine.field.ClearField;
import io.isinglass.engine.field.Whole;
import io.isinglass.engine.math.Elementary;
import io.isinglass.engine.model.Couplings;
import io.isinglass.engine.model.Smooth;
import io.isinglass.engine.noise.Dice;

/**
 * All sites move together along a trajectory with fresh momenta, and stay at its end with probability min(1, e^−ΔH).
 *
 * <p>Duane, Kennedy, Pendleton and Roweth: Hybrid Monte Carlo (1987). The length of each trajectory lies by chance between
 * half of the longest and it: one whose length is a period of a mode of the field would never mix that mode (Mackenzie,
 * 1989).
 *
 * @param length the longest trajectory, in {@code steps} steps, as every one is
 */
record HybridMonteCarlo(Smooth model, int steps, double length) implements GlobalKernel {

    private static final int ACCEPT = 2;
    private static final int LENGTH = 3;

    @Override
    public void move(ClearField field, Couplings couplings, Dice dice) {
        double[] before = values(field.whole());
        Trajectory trajectory = new Trajectory(model, field, couplings, dice);
        double start = trajectory.energy();
        dice.row(0);
        trajectory.run(steps, length / steps * (1 + dice.uniform(0, LENGTH)) / 2);
        double gain = start - trajectory.energy();
        dice.row(0);
        // A trajectory that ran away has no energy, and is not taken.
        if (!(gain >= 0 || dice.uniform(0, ACCEPT) < Elementary.exp(gain))) {
            for (int site = 0; site < before.length; site++) {
                field.whole().set(site, before[site]);
            }
        }
    }

    private static double[] values(Whole whole) {
        double[] values = new double[whole.sites()];
        for (int site = 0; site < values.length; site++) {
            values[site] = whole.value(site);
        }
        return values;
    }
}
