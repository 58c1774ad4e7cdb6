package io.isinglass.streams.loop

import akka.NotUsed
import akka.stream.javadsl.Source
import io.isinglass.engine.block.Dynamics
import io.isinglass.engine.block.Mosaic
import io.isinglass.engine.field.Start
import io.isinglass.engine.kernel.HeatBath
import io.isinglass.engine.lattice.Boundary
import io.isinglass.engine.lattice.Cut
import io.isinglass.engine.lattice.Lattice
import io.isinglass.engine.model.Couplings
import io.isinglass.engine.model.Ising
import io.isinglass.engine.noise.Noise
import io.isinglass.streams.Laws
import io.isinglass.streams.Streams
import io.isinglass.streams.learn.Batch
import io.isinglass.streams.learn.Chain
import io.isinglass.streams.learn.Learner
import io.isinglass.streams.learn.Lesson
import io.isinglass.streams.learn.MomentMatching
import io.isinglass.streams.learn.Order
import io.isinglass.streams.learn.Sample
import io.isinglass.streams.learn.Stance
import io.isinglass.streams.learn.Task
import io.isinglass.streams.metric.Meter
import io.isinglass.streams.metric.RowChain
import java.io.DataInput
import java.io.DataOutput
import java.time.Clock
import java.util.function.LongFunction
import java.util.function.Supplier
import org.scalacheck.Gen
import org.scalacheck.Prop.forAllNoShrink
import scala.jdk.CollectionConverters._

class LoopSpec extends Laws {

  private val lattice = new Lattice(4, 6, Boundary.TORUS)
  private val task = new Task(lattice, new Ising, new Couplings(0.2, 0, 0), Start.DISORDERED, 30, java.util.Optional.empty(), new Noise(3))
  private val runs = Gen.zip(Gen.choose(0, 4), Gen.choose(1, 30), Gen.long)

  /** Learns from epoch n the coupling n + 1; it starts at 0. */
  private class Counter extends Learner {
    override def chains: java.util.List[Chain] = java.util.List.of(new Chain("", Start.ORDERED, false))
    override def start: Stance = Stance.at(new Couplings(0))
    override def learn(sample: Sample, batch: Batch): Lesson =
      new Lesson(Stance.at(new Couplings(sample.order.epoch + 1.0)), java.util.List.of, java.util.List.of)
    override def save(out: DataOutput): Unit = ()
    override def load(in: DataInput): Unit = ()
  }

  private def nothing(order: Order): Sample =
    new Sample(order, java.util.List.of, java.util.List.of, java.util.List.of)

  private def swept: Order => Sample = {
    val mosaic = new Mosaic(new Cut(lattice, 2, 1), new Dynamics(task.model, new HeatBath(new Ising), new Noise(3)), 1)
    order => {
      order.changes.asScala.foreach(change => change.start.ifPresent(mosaic.restart(change.chain, _)))
      new Sample(order, mosaic.run(order.sweeps, order.couplings), java.util.List.of, java.util.List.of)
    }
  }

  private def blind(epochs: Int): LongFunction[Source[Batch, NotUsed]] =
    from => Source.range(from.toInt, epochs - 1).map(epoch => Batch.none(epoch.toLong))

  private def digest(lag: Int, epochs: Int, seed: Long): String = {
    val learners: Supplier[Learner] = () => new MomentMatching(task, 0.5, 0.1)
    val loop = Loop.of(new Timing(swept, epochs, lag, seed), learners, blind(epochs), new Pace(10, lag, 0), Resumption.none)
    val meter = new Meter("r", lattice, task.model, learners.get.chains, 0, Clock.systemUTC)
    val chain = new RowChain
    Streams.all(loop).foreach(learned => chain.add(meter.rows(learned)))
    chain.hex
  }

  law("epoch n runs under what was learned from epoch n - 1 - lag, whoever is done first") {
    forAllNoShrink(runs) { case (lag, epochs, seed) =>
      val timing = new Timing(nothing, epochs, lag, seed)
      val learners: Supplier[Learner] = () => new Counter
      val orders = Streams.all(Loop.of(timing, learners, blind(epochs), new Pace(1, lag, 0), Resumption.none)).map(_.sample.order)
      orders.map(_.epoch) == (0L until epochs.toLong).toList &&
      orders.forall(order => order.couplings.shared.at(0) == math.max(0.0, (order.epoch - lag).toDouble))
    }
  }

  law("the rows of a run do not depend on who is done first", tries = 60) {
    forAllNoShrink(runs, Gen.long) { case ((lag, epochs, seed), other) => digest(lag, epochs, seed) == digest(lag, epochs, other) }
  }
}
