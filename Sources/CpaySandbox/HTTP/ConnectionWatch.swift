import NIOCore
import NIOHTTP1

/// Closes a connection whose request does not arrive in time, however steadily it trickles, and
/// tells the room which connections wait for one.
final class ConnectionWatch: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let limits: ConnectionLimits
  private let room: ConnectionRoom
  private var place: ConnectionRoom.Place?
  /// Requests whose answer has not gone out whole.
  private var unanswered = 0
  /// Since when a body has been arriving, and how much of it has.
  private var body: (start: NIODeadline, length: Int)?
  private var timer: Scheduled<Void>?

  init(_ limits: ConnectionLimits, _ room: ConnectionRoom) {
    (self.limits, self.room) = (limits, room)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    place = room.enter(context.channel)
    expect(within: limits.head, context)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    room.leave(place)
    place = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      if let place { room.begin(place) }
      place = nil
      unanswered += 1
      body = (.now(), 0)
      expect(within: limits.body, context)
    case .body(let bytes): body?.length += bytes.readableBytes
    case .end:
      body = nil
      settle(context)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      unanswered -= 1
      settle(context)
    }
    context.write(data, promise: promise)
  }

  /// Waits for the next request, where the last has come and gone.
  private func settle(_ context: ChannelHandlerContext) {
    guard body == nil else { return }
    timer?.cancel()
    timer = nil
    guard unanswered == 0, context.channel.isActive, place == nil else { return }
    place = room.wait(context.channel)
    expect(within: limits.head, context)
  }

  private func expect(within limit: Duration, _ context: ChannelHandlerContext) {
    timer?.cancel()
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: TimeAmount(limit)) {
      let (watch, context) = bound.value
      watch.end(context)
    }
  }

  /// The time is over, unless a body has come far enough for more.
  private func end(_ context: ChannelHandlerContext) {
    if let body {
      let allowed = TimeAmount(limits.body) + .microseconds(Int64(body.length) * 10)
      let left = body.start + allowed - .now()
      if left > .nanoseconds(0) {
        expect(within: Duration(left), context)
        return
      }
    }
    context.close(promise: nil)
  }
}
