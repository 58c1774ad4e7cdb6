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

/** Laws of the frame's format, tried on the same frames in every run. */
class FrameSerializerSpec extends AnyPropSpec {

  private val parameters = Test.Parameters.default.withInitialSeed(42L).withMinSuccessfulTests(300)
  private val serializer = new FrameSerializer(null)
  private val manifest = "frame-2"

  private val edges =
    for {
      block <- Gen.posNum[Int]
      side <- Gen.oneOf(Side.values.toSeq)
      words <- Gen.choose(0, 9).flatMap(Gen.listOfN(_, Gen.long))
    } yield (block, side, words.toArray)

  private val frames =
    for {
      term <- Gen.long
      from <- Gen.posNum[Int]
      round <- Gen.long
      parts <- Gen.choose(0, 9).flatMap(Gen.listOfN(_, edges))
    } yield new Section.Frame(
      term,
      from,
      round,
      parts.map(_._1).toArray,
      parts.map(_._2).toArray,
      parts.map(_._3).toArray
    )

  private def law(sentence: String)(prop: => Prop): Unit =
    property(sentence) {
      val result = Test.check(parameters, prop)
      assert(result.passed, Pretty.pretty(result, Pretty.Params(1)))
    }

  private def same(one: Section.Frame, other: AnyRef): Boolean =
    other match {
      case frame: Section.Frame =>
        one.term == frame.term && one.from == frame.from && one.round == frame.round &&
        one.blocks.sameElements(frame.blocks) && one.sides.sameElements(frame.sides) &&
        one.edges.map(_.toSeq).sameElements(frame.edges.map(_.toSeq))
      case _ => false
    }

  law("a frame comes out as it went in, as an array and in a buffer with something before it") {
    forAll(frames, Gen.choose(0, 9)) { (frame, before) =>
      val bytes = serializer.toBinary(frame)
      val buffer = ByteBuffer.allocate(before + bytes.length).position(before)
      serializer.toBinary(frame, buffer)
      buffer.flip().position(before)

      bytes.length == 24 + frame.edges.map(9 + 8 * _.length).sum &&
      same(frame, serializer.fromBinary(bytes, manifest)) && same(frame, serializer.fromBinary(buffer, manifest))
    }
  }

  law("a frame that is shorter or longer than it says is refused") {
    forAll(frames, Gen.choose(0, 400)) { (frame, length) =>
      val bytes = serializer.toBinary(frame)
      Try(serializer.fromBinary(java.util.Arrays.copyOf(bytes, length), manifest)) match {
        case Failure(_: NotSerializableException) => length != bytes.length
        case _                                    => length == bytes.length
      }
    }
  }
}
