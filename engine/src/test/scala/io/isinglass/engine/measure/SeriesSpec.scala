package io.isinglass.engine.measure

import io.isinglass.engine.Laws
import org.scalacheck.Gen
import org.scalacheck.Prop.forAll

class SeriesSpec extends Laws {

  private type Entry = (Int, Int, Double)

  private val shapes = Gen.zip(Gen.choose(1, 6), Gen.choose(1, 5))

  private def entries(sweeps: Int, terms: Int): Gen[List[Entry]] =
    Gen.listOf(Gen.zip(Gen.choose(0, sweeps - 1), Gen.choose(0, terms - 1), Doubles.summands))

  private def filled(sweeps: Int, terms: Int, entries: Seq[Entry]): Series = {
    val series = Series.zeros(sweeps, terms)
    entries.foreach { case (sweep, term, value) => series.add(sweep, term, value) }
    series
  }

  private val cases =
    for {
      (sweeps, terms) <- shapes
      parts <- Gen.listOfN(3, entries(sweeps, terms))
    } yield (sweeps, terms, parts)

  law("series of disjoint patches merge, in any order, to the series of the whole") {
    forAll(cases) { case (sweeps, terms, parts) =>
      val whole = filled(sweeps, terms, parts.flatten)
      parts.permutations.forall { order =>
        val merged = Series.zeros(sweeps, terms)
        order.foreach(part => merged.merge(filled(sweeps, terms, part)))
        merged == whole && merged.hashCode == whole.hashCode
      }
    }
  }

  law("a value lands in its own sweep and term, and nowhere else") {
    forAll(cases) { case (sweeps, terms, parts) =>
      val series = filled(sweeps, terms, parts.flatten)
      (0 until sweeps).forall { sweep =>
        val row = series.row(sweep)
        (0 until terms).forall { term =>
          val own = parts.flatten.collect { case (`sweep`, `term`, value) => value }
          row(term) == FixedPoint.value(filled(1, 1, own.map((0, 0, _))).sums, 0)
        }
      }
    }
  }

  law("series of another shape are refused", tries = 50) {
    forAll(shapes, shapes) { (one, other) =>
      val refused =
        try {
          Series.zeros(one._1, one._2).merge(Series.zeros(other._1, other._2))
          false
        } catch {
          case _: IllegalArgumentException => true
        }
      refused == (one != other)
    }
  }
}
