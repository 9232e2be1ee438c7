import CpayValue

/// The sandbox's own endpoints, outside `/v1`.
enum ControlRoutes {
  static let all = [identity]

  /// What a client asks once, to learn the clock and which store it talks to.
  private static let identity = Route(
    method: "GET", path: "/_sandbox", access: .anyone
  ) { _, sandbox in
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("instance", sandbox.identity.instance)
    writer.member("now", sandbox.clock.now.seconds)
    writer.member("mode", Mode.test.rawValue)
    writer.member("seed", sandbox.identity.seed)
    writer.endObject()
    return Answer(body: writer.bytes)
  }
}
