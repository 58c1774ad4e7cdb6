package io.isinglass.streams.learn;

import io.isinglass.engine.model.Lone;
import io.isinglass.engine.noise.Dice;

/**
 * A network of a visible layer φ and a hidden one χ, ln p = −S − ln Z with
 * S = −Σ w φ χ + Σ (a φ² + b φ⁴ − r φ) + Σ (m χ² + n χ⁴ − s χ), every site and every bond with couplings of its own, and what
 * follows from it exactly: given one layer, the sites of the other are alone.
 *
 * <p>Couplings stand in one row: the bonds, hidden site by hidden site for each visible one; then r, a, b of each visible
 * site; then s, m, n of each hidden one.
 */
final class TwoLayers {

    /** Couplings that a site has of its own: linear, of the square, of the fourth power. */
    static final int OWN = Lone.MOMENTS;

    /**
     * How many sites hold what.
     *
     * @param visibleSites how many of them are visible
     */
    record Shape(Layer visible, int visibleSites, Layer hidden, int hiddenSites) {

        int bonds() {
            return visibleSites * hiddenSites;
        }

        /** Where the couplings of a visible site begin. */
        int visibleAt(int site) {
            return bonds() + OWN * site;
        }

        /** Where the couplings of a hidden site begin. */
        int hiddenAt(int site) {
            return bonds() + OWN * (visibleSites + site);
        }

        int couplings() {
            return hiddenAt(hiddenSites);
        }

        /** What it is called: {@code quartic-binary} and the like. */
        String label() {
            return visible.label() + "-" + hidden.label();
        }
    }

    private final Shape shape;
    private final double[] theta;
    private final double[] across;
    private final Lone[] visible;
    private final Lone[] hidden;
    private final double[] visiblePull;
    private final double[] hiddenPull;

    /** A network with these couplings, which are not written to. */
    TwoLayers(Shape shape, double[] theta) {
        this.shape = shape;
        this.theta = theta;
        this.visiblePull = new double[shape.visibleSites()];
        this.hiddenPull = new double[shape.hiddenSites()];
        this.across = new double[shape.bonds()];
        for (int site = 0; site < shape.visibleSites(); site++) {
            for (int other = 0; other < shape.hiddenSites(); other++) {
                across[other * shape.visibleSites() + site] = theta[site * shape.hiddenSites() + other];
            }
        }
        this.visible = new Lone[shape.visibleSites()];
        for (int site = 0; site < visible.length; site++) {
            int at = shape.visibleAt(site);
            visible[site] = shape.visible().lone(theta[at + 1], theta[at + 2]);
        }
        this.hidden = new Lone[shape.hiddenSites()];
        for (int site = 0; site < hidden.length; site++) {
            int at = shape.hiddenAt(site);
            hidden[site] = shape.hidden().lone(theta[at + 1], theta[at + 2]);
        }
    }

    Shape shape() {
        return shape;
    }

    double coupling(int at) {
        return theta[at];
    }

    /** s + Σ w φ of each hidden site. */
    private double[] hiddenPull(double[] phi) {
        int count = hiddenPull.length;
        for (int site = 0; site < count; site++) {
            hiddenPull[site] = theta[shape.hiddenAt(site)];
        }
        for (int site = 0; site < phi.length; site++) {
            add(phi[site], theta, site * count, hiddenPull);
        }
        return hiddenPull;
    }

    /** r + Σ w χ of each visible site; χ has stretches of {@code stride} numbers, the first of which counts. */
    private double[] visiblePull(double[] chi, int stride) {
        int count = visiblePull.length;
        for (int site = 0; site < count; site++) {
            visiblePull[site] = theta[shape.visibleAt(site)];
        }
        for (int site = 0; site < hiddenPull.length; site++) {
            add(chi[site * stride], across, site * count, visiblePull);
        }
        return visiblePull;
    }

    /** Adds {@code factor} times a stretch of numbers, from {@code from} on. */
    static void add(double factor, double[] numbers, int from, double[] to) {
        for (int k = 0; k < to.length; k++) {
            to[k] = Math.fma(factor, numbers[from + k], to[k]);
        }
    }

    /** Draws the hidden layer given the visible one. */
    void drawHidden(double[] phi, double[] chi, Dice dice) {
        draw(hidden, hiddenPull(phi), chi, dice);
    }

    /** Draws the visible layer given the hidden one. */
    void drawVisible(double[] chi, double[] phi, Dice dice) {
        draw(visible, visiblePull(chi, 1), phi, dice);
    }

    private static void draw(Lone[] sites, double[] pull, double[] into, Dice dice) {
        for (int site = 0; site < sites.length; site++) {
            into[site] = sites[site].draw(pull[site], dice, site);
        }
    }

    /** The means of χ, χ² and χ⁴ of each hidden site given the visible layer. */
    void expectHidden(double[] phi, double[] moments) {
        expect(hidden, hiddenPull(phi), moments);
    }

    /** The means of φ, φ² and φ⁴ of each visible site given the hidden layer. */
    void expectVisible(double[] chi, double[] moments) {
        expect(visible, visiblePull(chi, 1), moments);
    }

    /** The same given the means of the hidden layer, with all its moments. */
    void expectVisibleFromMeans(double[] hiddenMoments, double[] moments) {
        expect(visible, visiblePull(hiddenMoments, OWN), moments);
    }

    private static void expect(Lone[] sites, double[] pull, double[] moments) {
        for (int site = 0; site < sites.length; site++) {
            sites[site].moments(pull[site], moments, OWN * site);
        }
    }

    /** ln p(φ) + ln Z: the hidden layer is integrated out. */
    double logMarginal(double[] phi) {
        double sum = 0;
        for (int site = 0; site < phi.length; site++) {
            sum += own(shape.visibleAt(site), shape.visible(), phi[site]);
        }
        double[] pull = hiddenPull(phi);
        for (int site = 0; site < pull.length; site++) {
            sum += hidden[site].logZ(pull[site]);
        }
        return sum;
    }

    private double own(int at, Layer layer, double value) {
        double square = layer.isReal() ? value * value : 0;
        return theta[at] * value - square * Math.fma(theta[at + 2], square, theta[at + 1]);
    }

    /** ln Z of the sites by themselves, without bonds and, for the hidden ones, without s. */
    double logZOfSites() {
        double sum = 0;
        for (int site = 0; site < visible.length; site++) {
            sum += visible[site].logZ(theta[shape.visibleAt(site)]);
        }
        for (Lone site : hidden) {
            sum += site.logZ(0);
        }
        return sum;
    }

    /** −S. */
    double exponent(double[] phi, double[] chi) {
        double sum = 0;
        double[] pull = visiblePull(chi, 1);
        for (int site = 0; site < phi.length; site++) {
            int at = shape.visibleAt(site);
            sum += own(at, shape.visible(), phi[site]) + (pull[site] - theta[at]) * phi[site];
        }
        for (int site = 0; site < chi.length; site++) {
            sum += own(shape.hiddenAt(site), shape.hidden(), chi[site]);
        }
        return sum;
    }

    /**
     * The network between one whose sites are by themselves and this.
     *
     * @param alone r, a, b of the visible sites of the former; its hidden sites have the m and n of this
     * @param part 0: the former; 1: this
     */
    TwoLayers between(double[] alone, double part) {
        double[] mixed = theta.clone();
        for (int at = 0; at < shape.bonds(); at++) {
            mixed[at] = part * theta[at];
        }
        for (int k = 0; k < alone.length; k++) {
            int at = shape.bonds() + k;
            mixed[at] = Math.fma(part, theta[at] - alone[k], alone[k]);
        }
        for (int site = 0; site < shape.hiddenSites(); site++) {
            mixed[shape.hiddenAt(site)] = part * theta[shape.hiddenAt(site)];
        }
        return new TwoLayers(shape, mixed);
    }
}
