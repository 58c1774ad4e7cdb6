package io.isinglass.engine.measure

import io.isinglass.engine.Laws
import io.isinglass.engine.catalog.Refused
import io.isinglass.engine.memory.Saved
import org.scalacheck.Gen
import org.scalacheck.Prop.forAllNoShrink
import scala.util.Random

class BinsSpec extends Laws {

  /** A width, the measurements before and after the cut, and a seed of their values. */
  private val cases = Gen.zip(
    Gen.choose(1, 4),
    Gen.frequency(1 -> Gen.const(0), 3 -> Gen.choose(1, 20), 3 -> Gen.choose(500, 530), 2 -> Gen.choose(1000, 3000)),
    Gen.choose(0, 1500),
    Gen.long
  )

  private def add(random: Random, width: Int, count: Int, all: Bins*): Unit =
    for (_ <- 0 until count) {
      val values = Array.fill(width)(if (random.nextInt(50) == 0) -0.0 else random.nextGaussian() * 1e3 + 7)
      all.foreach(_.add(values))
    }

  private def loaded(width: Int, saved: Saved): Bins = {
    val bins = new Bins(width)
    bins.add(Array.fill(width)(Double.NaN))
    saved.into(bins)
    bins
  }

  private def told(bins: Bins, width: Int): Seq[String] =
    (0 until width).map(k => s"${bins.estimate(k)} ${bins.means(k).toSeq} ${bins.means(k, 9).toSeq}") :+
      s"${bins.count} ${bins.length} ${bins.jackknife(_.sum)}"

  law("bins that were written down and taken up go on as those that were not, bit for bit") {
    forAllNoShrink(cases) { case (width, before, after, seed) =>
      val random = new Random(seed)
      val whole = new Bins(width)
      add(random, width, before, whole)
      val halves = loaded(width, Saved.of(whole))
      val same = told(whole, width) == told(halves, width)
      add(random, width, after, whole, halves)
      same && told(whole, width) == told(halves, width) && Saved.of(whole).bytes.sameElements(Saved.of(halves).bytes)
    }
  }

  law("what is taken up is written down byte for byte, and any bits of a double survive", tries = 100) {
    forAllNoShrink(Gen.listOf(Gen.long)) { bits =>
      val bins = new Bins(1)
      bits.foreach(each => bins.add(Array(java.lang.Double.longBitsToDouble(each))))
      val saved = Saved.of(bins)
      Saved.of(loaded(1, saved)).bytes.sameElements(saved.bytes)
    }
  }

  law("bins cut short, of another width or with other counts are refused", tries = 60) {
    forAllNoShrink(cases, Gen.choose(0.0, 1.0)) { case ((width, before, _, seed), part) =>
      val bins = new Bins(width)
      add(new Random(seed), width, before, bins)
      val bytes = Saved.of(bins).bytes
      val miscounted = bytes.clone
      val count = bytes.length - 8 * (width * (bins.means(0).length + 4)) - 4 - 16
      miscounted(count) = 1
      refused(width, bytes.take((part * bytes.length).toInt)) && refused(width, bytes :+ 0.toByte) &&
      refused(width + 1, bytes) && refused(width, miscounted)
    }
  }

  private def refused(width: Int, bytes: Array[Byte]): Boolean =
    try {
      loaded(width, new Saved(bytes))
      false
    } catch {
      case _: Refused => true
    }
}
