package io.isinglass.engine.measure

import java.math.BigDecimal
import java.math.BigInteger
import org.scalacheck.Gen

/** Doubles of every size that a sum may meet, and the same numbers exactly. */
object Doubles {

  private val fraction = new BigDecimal(BigInteger.TWO.pow(64))

  val summands: Gen[Double] = Gen.frequency(
    4 -> Gen.choose(-1e6, 1e6),
    3 -> Gen.choose(-1000, 1000).map(_.toDouble),
    2 -> Gen.choose(-1e-10, 1e-10),
    2 -> Gen.zip(Gen.choose(-1.0, 1.0), Gen.choose(-90, 50)).map { case (x, power) => x * math.pow(2, power) },
    1 -> Gen.oneOf(0.0, -0.0, 1.0, -1.0, Double.MinPositiveValue, -Double.MinPositiveValue, math.pow(2, -64), 1 - math.pow(2, -53))
  )

  val lists: Gen[List[Double]] = Gen.choose(0, 40).flatMap(Gen.listOfN(_, summands))

  /** The number in units of 2^-64, cut towards zero. */
  def units(value: Double): BigInteger = new BigDecimal(value).multiply(fraction).toBigInteger

  def units(values: Seq[Double]): BigInteger = values.map(units).foldLeft(BigInteger.ZERO)(_ add _)

  /** What a fixed point sum at `at` holds, in units of 2^-64. */
  def held(sums: Array[Long], at: Int): BigInteger =
    BigInteger.valueOf(sums(at)).shiftLeft(64).add(new BigInteger(java.lang.Long.toUnsignedString(sums(at + 1))))

  def value(units: BigInteger): BigDecimal = new BigDecimal(units).divide(fraction)
}
