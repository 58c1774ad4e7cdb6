package io.isinglass.streams

import akka.NotUsed
import akka.actor.ActorSystem
import akka.stream.javadsl.Sink
import akka.stream.javadsl.Source
import com.typesafe.config.ConfigFactory
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import scala.jdk.CollectionConverters._

/** The actor system of all specs, and what is read of a source in it. */
object Streams {

  val system: ActorSystem = ActorSystem.create("specs", ConfigFactory.parseString("akka.daemonic = on"))

  /** All elements of a source that ends; one that does not fails instead of blocking for ever. */
  def read[T](source: Source[T, NotUsed]): CompletableFuture[java.util.List[T]] =
    source.runWith(Sink.seq[T], system).toCompletableFuture.orTimeout(20, TimeUnit.SECONDS)

  def all[T](source: Source[T, NotUsed]): List[T] =
    read(source).join.asScala.toList
}
