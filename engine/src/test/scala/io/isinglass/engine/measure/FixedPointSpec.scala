package io.isinglass.engine.measure

import io.isinglass.engine.Laws
import java.math.BigDecimal
import org.scalacheck.Gen
import org.scalacheck.Prop
import org.scalacheck.Prop.forAll
import scala.util.Random

class FixedPointSpec extends Laws {

  private def sum(values: Seq[Double]): Array[Long] = {
    val sums = new Array[Long](FixedPoint.WORDS)
    values.foreach(FixedPoint.add(sums, 0, _))
    sums
  }

  private def refuses(body: => Any): Boolean =
    try {
      body
      false
    } catch {
      case _: ArithmeticException => true
    }

  law("a sum is the exact sum of its values, each cut to a multiple of 2^-64", tries = 2000) {
    forAll(Doubles.lists)(values => Doubles.units(values) == Doubles.held(sum(values), 0))
  }

  law("a sum does not depend on the order of its values") {
    forAll(Doubles.lists, Gen.long) { (values, seed) =>
      sum(values).sameElements(sum(new Random(seed).shuffle(values)))
    }
  }

  law("sums of parts add up to the sum of the whole, however it is cut") {
    forAll(Doubles.lists, Doubles.lists, Doubles.lists) { (a, b, c) =>
      val left = sum(a)
      FixedPoint.addAll(left, sum(b))
      FixedPoint.addAll(left, sum(c))
      val right = sum(b)
      FixedPoint.addAll(right, sum(c))
      FixedPoint.addAll(right, sum(a))
      left.sameElements(right) && left.sameElements(sum(a ++ b ++ c))
    }
  }

  law("values and their negatives leave nothing") {
    forAll(Doubles.lists)(values => sum(values ++ values.map(-_)).forall(_ == 0))
  }

  law("the value of a sum is the exact one to one unit in the last place, and exact where a double can hold it", 2000) {
    forAll(Doubles.lists) { values =>
      val sums = sum(values)
      val truth = Doubles.value(Doubles.held(sums, 0))
      val ours = FixedPoint.value(sums, 0)
      val off = truth.subtract(new BigDecimal(ours)).abs
      val exact = new BigDecimal(truth.doubleValue).compareTo(truth) == 0
      off.compareTo(new BigDecimal(if (exact) 0.0 else math.ulp(truth.doubleValue))) <= 0
    }
  }

  law("a value that is not finite or reaches 2^62 is refused and leaves the sum as it was") {
    val beyond = Gen.oneOf(math.pow(2, 62), Double.MaxValue, Double.PositiveInfinity, Double.NaN)
    forAll(Doubles.lists, beyond, Gen.oneOf(1.0, -1.0)) { (values, value, sign) =>
      val sums = sum(values)
      refuses(FixedPoint.add(sums, 0, sign * value)) && sums.sameElements(sum(values))
    }
  }

  law("a sum that leaves the range is refused, not wrapped round") {
    val large = Gen.choose(math.pow(2, 61), Math.nextDown(math.pow(2, 62)))
    forAll(large, Gen.oneOf(1.0, -1.0))((value, sign) => refuses(sum(List.fill(5)(sign * value))))
  }

  law("two sums are added exactly or refused, up to the last bit of the range", tries = 2000) {
    val words = Gen.frequency(3 -> Gen.long, 1 -> Gen.oneOf(Long.MaxValue, Long.MinValue, -1L, 0L, 1L))
    forAll(words, words, words, words) { (high, low, otherHigh, otherLow) =>
      val sums = Array(high, low)
      val other = Array(otherHigh, otherLow)
      val truth = Doubles.held(sums, 0).add(Doubles.held(other, 0))
      if (truth.bitLength > 127) refuses(FixedPoint.addAll(sums, other))
      else {
        FixedPoint.addAll(sums, other)
        Doubles.held(sums, 0) == truth
      }
    }
  }

  law("the short way of a patch sum gives the sum of the long way", tries = 1000) {
    forAll(Doubles.lists) { values =>
      val series = Series.zeros(1, 2)
      val patch = new PatchSum
      values.foreach(patch.add)
      patch.drain(series, 0, 1)
      patch.drain(series, 0, 0)
      Prop(series.sums.drop(FixedPoint.WORDS).sameElements(sum(values))) && Prop(series.value(0, 0) == 0.0)
    }
  }
}
