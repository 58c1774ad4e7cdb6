package io.isinglass.actors.block

import io.isinglass.engine.lattice.Side
import java.io.NotSerializableException
import java.nio.ByteBuffer
import org.scalacheck.Gen
import org.scalacheck.Prop
import org.scalacheck.Prop.forAll
import org.scalacheck.Test
import org.scalacheck.util.Pretty
import org.scalatest.propspec.AnyPropSpec
import scala.util.Failure
import scala.util.Try

/** Laws of the halo's format, tried on the same halos in every run. */
class HaloSerializerSpec extends AnyPropSpec {

  private val parameters = Test.Parameters.default.withInitialSeed(42L).withMinSuccessfulTests(300)
  private val serializer = new HaloSerializer(null)
  private val manifest = "halo-2"

  private val halos =
    for {
      term <- Gen.long
      step <- Gen.long
      side <- Gen.oneOf(Side.values.toSeq)
      edge <- Gen.listOf(Gen.long)
    } yield new Block.Halo(term, step, side, edge.toArray)

  private def law(sentence: String)(prop: => Prop): Unit =
    property(sentence) {
      val result = Test.check(parameters, prop)
      assert(result.passed, Pretty.pretty(result, Pretty.Params(1)))
    }

  private def same(one: Block.Halo, other: AnyRef): Boolean =
    other match {
      case halo: Block.Halo =>
        one.term == halo.term && one.step == halo.step && one.side == halo.side && one.edge.sameElements(halo.edge)
      case _ => false
    }

  law("a halo comes out as it went in, as an array and in a buffer with something before it") {
    forAll(halos, Gen.choose(0, 9)) { (halo, before) =>
      val bytes = serializer.toBinary(halo)
      val buffer = ByteBuffer.allocate(before + bytes.length).position(before)
      serializer.toBinary(halo, buffer)
      buffer.flip().position(before)

      bytes.length == 21 + 8 * halo.edge.length &&
      same(halo, serializer.fromBinary(bytes, manifest)) && same(halo, serializer.fromBinary(buffer, manifest))
    }
  }

  law("a halo that is shorter or longer than it says is refused") {
    forAll(halos, Gen.choose(0, 200)) { (halo, length) =>
      val bytes = serializer.toBinary(halo)
      Try(serializer.fromBinary(java.util.Arrays.copyOf(bytes, length), manifest)) match {
        case Failure(_: NotSerializableException) => length != bytes.length
        case _                                    => length == bytes.length
      }
    }
  }
}
