/**
 * Random numbers by address: {@link io.isinglass.engine.noise.Noise} makes the
 * {@link io.isinglass.engine.noise.Dice} of one lane of one sweep of one chain, and they name a number by what is left.
 *
 * <p>Are they fair along every part of the address? {@code NoiseBatteryTest} asks in every build, by thirteen statistics,
 * and also sees that faults put in turn it red. {@code src/test/battery/run.sh} asks for much longer; the table has its
 * answers under seed 1. A walk moves one part of the address and keeps the others for as long as it can; of its numbers
 * of 64 bits, words of 32 bits are tested in three orders: HIGH halves, LOW halves with their bits reversed, and BITS,
 * one bit of 32 numbers after another, as a site sees them.
 *
 * <table>
 * <caption>Statistics, and how many of them had odds below 10⁻⁴ on either side</caption>
 * <thead>
 * <tr><th>walk<th>along<th>battery<th>words in an order<th>orders<th>statistics<th>suspicious
 * </thead>
 * <tbody>
 * <tr><td>WORD<td>words of plane 0, row after row<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>KERNEL<td>planes 0 and 1 as a packed kernel reads them<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>KERNEL<td>planes 0 and 1 as a packed kernel reads them<td>crush<td>2<sup>33.6</sup><td>HIGH<td>13<td>none
 * <tr><td>PLANE<td>planes of a word<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>SITE<td>reals of a row's columns<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>DRAW<td>draws of a column<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>ROW<td>rows<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>SWEEP<td>sweeps<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>LANE<td>lanes<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>CHAIN<td>chains<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>SEED<td>seeds<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>GROUP<td>groups of 64 chains<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>VERTEX<td>sites of a graph<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>DIGIT<td>digits of eight chains<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>MEMBER<td>chains of a group, two digits<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>MESH<td>near neighbours in every part at once<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * <tr><td>TWIN<td>stripes that differ by the twist alone<td>small<td>2<sup>28.6</sup><td>all<td>39<td>none
 * </tbody>
 * </table>
 *
 * <p>{@code small} reads no fewer words than SmallCrush of TestU01 and has nine of its ten families (birthday spacings,
 * collisions, gaps, poker, coupons, the largest of some, ranks, Hamming weights of neighbours, a random walk; not the
 * distribution of weights) and four more; {@code crush} reads 32 times as many. Neither is TestU01 itself.
 *
 * <p>L'Ecuyer, Simard: TestU01: A C library for empirical testing of random number generators (TOMS 2007).
 */
package io.isinglass.engine.noise;
