package io.isinglass.streams.learn

import io.isinglass.engine.field.Start
import io.isinglass.engine.model.ChainCouplings
import io.isinglass.engine.model.Couplings
import io.isinglass.streams.Laws
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.util.Optional
import java.util.OptionalInt
import org.scalacheck.Gen
import org.scalacheck.Prop.forAll
import scala.jdk.CollectionConverters._
import scala.jdk.OptionConverters._

class OrderSpec extends Laws {

  private val values = Gen.oneOf(Gen.choose(-2.0, 2.0), Gen.oneOf(0.0, -0.0, Double.MinPositiveValue, Double.MaxValue))
  private val couplings =
    Gen.nonEmptyListOf(Gen.listOf(values).map(each => new Couplings(each: _*))).map(all => new ChainCouplings(all.asJava))
  private val chain = Gen.choose(0, 300)
  private val changes = Gen.listOf(for {
    number <- chain
    start <- Gen.option(Gen.oneOf(Start.values.toSeq))
    source <- Gen.option(chain)
    evidence <- Gen.option(Gen.listOf(values).map(_.toArray))
  } yield new Change(number, start.toJava, source.fold(OptionalInt.empty)(OptionalInt.of), evidence.toJava))

  private val orders = for {
    epoch <- Gen.choose(0L, Long.MaxValue)
    sweeps <- Gen.choose(1, Int.MaxValue)
    theta <- couplings
    changed <- changes
    flags <- Gen.listOfN(3, Gen.oneOf(true, false))
  } yield new Order(epoch, sweeps, theta, changed.asJava, flags(0), flags(1), flags(2))

  private val stances = for {
    theta <- couplings
    restarts <- Gen.listOf(chain)
    copies <- Gen.mapOf(Gen.zip(chain, chain))
  } yield new Stance(
    theta,
    restarts.toSet.map(Int.box).asJava,
    copies.map { case (to, from) => Int.box(to) -> Int.box(from) }.asJava
  )

  private def written(save: DataOutputStream => Unit): Array[Byte] = {
    val bytes = new ByteArrayOutputStream
    save(new DataOutputStream(bytes))
    bytes.toByteArray
  }

  private def read(bytes: Array[Byte]) = new DataInputStream(new ByteArrayInputStream(bytes))

  private def sees(change: Change): Optional[Seq[Double]] = change.evidence.map(_.toSeq)

  private def alike(a: Change, b: Change): Boolean =
    a.chain == b.chain && a.start == b.start && a.source == b.source && sees(a) == sees(b)

  law("an order is read as it was written, but keeps no fields") {
    forAll(orders) { order =>
      val bytes = written(order.save(_))
      val again = Order.load(read(bytes))
      !again.keep && again.epoch == order.epoch && again.sweeps == order.sweeps && again.couplings == order.couplings &&
      again.watch == order.watch && again.picture == order.picture && again.changes.size == order.changes.size &&
      again.changes.asScala.zip(order.changes.asScala).forall { case (a, b) => alike(a, b) } &&
      written(again.save(_)).sameElements(bytes)
    }
  }

  law("a stance is read as it was written, and equal stances are written alike") {
    forAll(stances) { stance =>
      val bytes = written(stance.save(_))
      val again = Stance.load(read(bytes))
      again == stance && written(again.save(_)).sameElements(bytes)
    }
  }
}
