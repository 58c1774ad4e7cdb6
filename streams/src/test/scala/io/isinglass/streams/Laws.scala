package io.isinglass.streams

import org.scalacheck.Prop
import org.scalacheck.Test
import org.scalacheck.util.Pretty
import org.scalatest.propspec.AnyPropSpec

/** Properties that are tried on the same values in every run. */
abstract class Laws extends AnyPropSpec {

  private val parameters = Test.Parameters.default.withInitialSeed(42L)

  def law(sentence: String, tries: Int = 200)(prop: => Prop): Unit =
    property(sentence) {
      val result = Test.check(parameters.withMinSuccessfulTests(tries), prop)
      assert(result.passed, Pretty.pretty(result, Pretty.Params(1)))
    }
}
