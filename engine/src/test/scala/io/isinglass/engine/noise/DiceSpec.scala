package io.isinglass.engine.noise

import io.isinglass.engine.Laws
import java.util.SplittableRandom
import org.scalacheck.Gen
import org.scalacheck.Prop.forAll

class DiceSpec extends Laws {

  private val seeds = Gen.long
  private val columns = Gen.oneOf(Gen.choose(0, 300), Gen.choose(0, (1 << 20) - 1))
  private val rows = Gen.choose(0, (1 << 20) - 1)

  private val probabilities = Gen.oneOf(
    Gen.choose(0.0, 1.0),
    Gen.oneOf(0.0, 1.0, math.pow(2, -64), 1 - math.pow(2, -53), 0.5, math.pow(2, -65), Double.MinPositiveValue, -0.5, 1.5, Math.nextDown(0.5), Math.nextUp(0.5)),
    Gen.choose(1, 64).map(k => math.pow(2, -k.toDouble)),
    Gen.choose(1, 52).map(k => 1 - math.pow(2, -k.toDouble))
  )

  private def dice(seed: Long, row: Int): Dice = {
    val dice = new Noise(seed).dice(3, 5, 1)
    dice.row(row)
    dice
  }

  /** The 64-bit number that the planes of a site spell, most significant first. */
  private def assembled(dice: Dice, column: Int): Long =
    (0 until Dice.PLANES).foldLeft(0L)((bits, plane) => bits << 1 | dice.plane(column >>> 7, plane) >>> (column >>> 1) & 1)

  /** Whether number < floor(probability * 2^64), by big integers. */
  private def below(number: Long, probability: Double): Boolean = {
    val whole = new java.math.BigInteger(java.lang.Long.toUnsignedString(number))
    val limit = new java.math.BigDecimal(probability).multiply(new java.math.BigDecimal(BigInt(2).pow(64).bigInteger))
    new java.math.BigDecimal(whole).compareTo(new java.math.BigDecimal(limit.toBigInteger)) < 0
  }

  law("planes decide as the 64-bit number that they spell does", tries = 3000) {
    forAll(seeds, rows, columns, probabilities) { (seed, row, column, probability) =>
      dice(seed, row).below(column, probability) == below(assembled(dice(seed, row), column), probability)
    }
  }

  law("a probability that equals the number is not above it, and the next one is", tries = 500) {
    forAll(seeds, rows, columns) { (seed, row, column) =>
      val number = assembled(dice(seed, row), column) & -2048L
      val exact = (number >>> 11) * math.pow(2, -53)
      val up = exact + math.pow(2, -53)
      Dice.fraction(exact) == number && !dice(seed, row).below(column, exact) && dice(seed, row).below(column, up)
    }
  }

  law("a site's number does not depend on what else was asked") {
    forAll(seeds, rows, Gen.listOfN(8, columns)) { (seed, row, asked) =>
      val one = dice(seed, row)
      val forwards = asked.map(column => (one.uniform(column, 2), one.below(column, 0.3)))
      one.row(row + 1)
      one.row(row)
      val backwards = asked.reverse.map(column => (one.uniform(column, 2), one.below(column, 0.3)))
      forwards == backwards.reverse
    }
  }

  law("without the twist the numbers are those of the SplittableRandom of the Java platform", tries = 100) {
    forAll(seeds) { seed =>
      val oracle = new SplittableRandom(seed)
      (0 until 50).forall(count => oracle.nextLong() == Dice.mix(seed, 0, count.toLong))
    }
  }
}
