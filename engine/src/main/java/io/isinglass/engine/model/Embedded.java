package io.isinglass.engine.model;

/**
 * A model with an Ising spin at every site: the sign of its value's component along an axis. When such signs turn, ln p
 * changes by its bonds, each coupling × weight × component × component, and by what each site leans to.
 *
 * <p>Wolff: Collective Monte Carlo updating for spin systems (1989). A number has one component, itself, along every axis.
 */
public interface Embedded extends Model {

    /**
     * The component of a value along an axis.
     *
     * @param axis the axis, in turns from 0 to 1
     */
    default double component(double value, double axis) {
        return value;
    }

    /** The value whose component has the other sign, all else being as it is. */
    default double flipped(double value, double axis) {
        return -value;
    }

    /** What multiplies the bonds of a ring. */
    double coupling(int ring, Couplings couplings);

    /** Half of what ln p loses when a site is flipped, bonds apart. */
    double lean(double value, double axis, double evidence, Couplings couplings);
}
