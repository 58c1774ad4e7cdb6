package io.isinglass.engine.truth;

/**
 * The exact Ising model on a torus: ln Z, energy and specific heat a site.
 *
 * <p>Kaufman: Crystal statistics II (1949). Z = ½ (2 sinh 2K)^(nm/2) (Π 2 cosh mγ/2 + Π 2 sinh mγ/2 over odd γ, and
 * both over even γ), with cosh γ_k = cosh 2K coth 2K − cos πk/n, γ_0 = 2K + ln tanh K.
 *
 * @param u energy a site, −⟨Σ s s′⟩/N
 * @param c specific heat a site, K² Var(Σ s s′)/N
 */
record Kaufman(double logZ, double u, double c) {

    static Kaufman torus(int n, int m, double coupling) {
        Jet k = Jet.variable(coupling);
        Jet sinh = k.times(2).sinh();
        Jet cosh = k.times(2).cosh();
        Jet ratio = cosh.times(cosh).over(sinh);

        Jet oddCosh = Jet.constant(0);
        Jet oddSinh = Jet.constant(0);
        Jet evenCosh = Jet.constant(0);
        Jet evenSinh = Jet.constant(0);
        for (int r = 0; r < n; r++) {
            Jet odd = gamma(ratio, 2 * r + 1, n).times(m);
            oddCosh = oddCosh.plus(logTwoCosh(odd));
            oddSinh = oddSinh.plus(logTwoSinh(odd));
            if (r > 0) {
                Jet even = gamma(ratio, 2 * r, n).times(m);
                evenCosh = evenCosh.plus(logTwoCosh(even));
                evenSinh = evenSinh.plus(logTwoSinh(even));
            }
        }
        Jet zero = k.times(2).plus(k.sinh().over(k.cosh()).log()).times(0.5 * m);
        Jet bracket = Jet.constant(1)
                .plus(oddSinh.minus(oddCosh).exp())
                .plus(evenCosh.minus(oddCosh).exp().times(zero.cosh().times(2)))
                .plus(evenSinh.minus(oddCosh).exp().times(zero.sinh().times(2)));
        double sites = n * m;
        Jet logZ = sinh.times(2)
                .log()
                .times(sites / 2)
                .plus(oddCosh)
                .plus(bracket.times(0.5).log());
        return new Kaufman(logZ.value() / sites, -logZ.first() / sites, coupling * coupling * logZ.second() / sites);
    }

    /** arcosh of cosh 2K coth 2K − cos πk/n. */
    private static Jet gamma(Jet ratio, int k, int n) {
        Jet cosh = ratio.minus(Jet.constant(Math.cos(Math.PI * k / n)));
        return cosh.plus(cosh.times(cosh).minus(Jet.constant(1)).sqrt()).log();
    }

    /** ln 2 cosh x/2. */
    private static Jet logTwoCosh(Jet x) {
        return x.times(0.5).plus(Jet.constant(1).plus(x.times(-1).exp()).log());
    }

    /** ln 2 sinh x/2, x &gt; 0. */
    private static Jet logTwoSinh(Jet x) {
        return x.times(0.5).plus(Jet.constant(1).minus(x.times(-1).exp()).log());
    }
}
