package io.isinglass.engine.measure;

import io.isinglass.engine.math.Elementary;

/** The discrete Fourier transform of a power of two of complex numbers, in place: Cooley & Tukey (1965), radix 2. */
final class Fourier {

    private Fourier() {}

    /** Σ_i a_i a_(i+t) for every lag t below the length, by the power spectrum of the series padded with zeros. */
    static double[] lagged(double[] a) {
        int size = Integer.highestOneBit(Math.max(1, 2 * a.length - 1)) * 2;
        double[] real = new double[size];
        double[] imaginary = new double[size];
        System.arraycopy(a, 0, real, 0, a.length);
        transform(real, imaginary);
        for (int i = 0; i < size; i++) {
            real[i] = real[i] * real[i] + imaginary[i] * imaginary[i];
            imaginary[i] = 0;
        }
        // The spectrum is real and even, so that the forward transform is the backward one.
        transform(real, imaginary);
        double[] lagged = new double[a.length];
        for (int t = 0; t < a.length; t++) {
            lagged[t] = real[t] / size;
        }
        return lagged;
    }

    static void transform(double[] real, double[] imaginary) {
        int size = real.length;
        reverse(real, imaginary);
        double[] cosine = new double[size];
        for (int i = 0; i < size; i++) {
            cosine[i] = Elementary.cosineOfTurns((double) i / size);
        }
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int from = 0; from < size; from += 2 * half) {
                for (int i = 0; i < half; i++) {
                    double c = cosine[i * stride];
                    double s = cosine[(i * stride + size / 4) % size];
                    butterfly(real, imaginary, from + i, from + i + half, c, s);
                }
            }
        }
    }

    private static void butterfly(double[] real, double[] imaginary, int a, int b, double c, double s) {
        double re = real[b] * c - imaginary[b] * s;
        double im = real[b] * s + imaginary[b] * c;
        real[b] = real[a] - re;
        imaginary[b] = imaginary[a] - im;
        real[a] += re;
        imaginary[a] += im;
    }

    /** Puts every element where the bits of its index, read backwards, say. */
    private static void reverse(double[] real, double[] imaginary) {
        int unused = Integer.numberOfLeadingZeros(real.length) + 1;
        for (int i = 0; i < real.length; i++) {
            int j = unused == 32 ? 0 : Integer.reverse(i) >>> unused;
            if (i < j) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double held = values[i];
        values[i] = values[j];
        values[j] = held;
    }
}
