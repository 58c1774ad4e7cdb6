package io.isinglass.engine.block;

import io.isinglass.engine.kernel.Kernel;
import io.isinglass.engine.model.Model;
import io.isinglass.engine.noise.Noise;

/** What moves a field, but for its couplings: the model, the kernel made for it, and the numbers it draws. */
public record Dynamics(Model model, Kernel kernel, Noise noise) {}
