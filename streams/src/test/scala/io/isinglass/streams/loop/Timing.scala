package io.isinglass.streams.loop

import io.isinglass.streams.learn.Order
import io.isinglass.streams.learn.Sample
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage
import scala.util.Random

/**
 * A lattice that is done with its epochs at other times than in their order: once as many are under way as the lag
 * allows, it completes some of them, in any order and from any thread, and the oldest among them.
 */
final class Timing(lattice: Order => Sample, epochs: Int, lag: Int, seed: Long)
    extends java.util.function.Function[Order, CompletionStage[Sample]] {

  private type UnderWay = (Long, Sample, CompletableFuture[Sample])

  private val random = new Random(seed)
  private var underWay = List.empty[UnderWay]

  override def apply(order: Order): CompletionStage[Sample] = synchronized {
    val done = new CompletableFuture[Sample]
    underWay :+= ((order.epoch, lattice(order), done))
    val oldest = underWay.head._1
    if (order.epoch == math.min(oldest + lag, epochs - 1L)) complete()
    done
  }

  private def complete(): Unit = {
    val last = underWay.last._1 == epochs - 1L
    val (others, late) = random.shuffle(underWay.tail).splitAt(if (last) underWay.size else random.nextInt(underWay.size))
    val ready = random.shuffle(underWay.head :: others)
    underWay = late.sortBy(_._1)
    if (random.nextBoolean()) ready.foreach(finish)
    else CompletableFuture.runAsync(() => ready.foreach(finish))
    ()
  }

  private def finish(each: UnderWay): Unit = {
    each._3.complete(each._2)
    ()
  }
}
