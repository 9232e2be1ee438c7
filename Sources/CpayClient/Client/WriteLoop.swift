import CpayModel
import HTTPTypes

/// Does what ``WriteMachine`` decides: sends, waits and looks.
struct WriteLoop: Sendable {
  let connection: Connection
  let write: DisputeWrite
  /// Why nothing more may be sent; asked before every request.
  let stop: StopReason

  /// What the write came to.
  func run() async -> WriteOutcome {
    let environment = connection.environment
    var machine = WriteMachine(
      connection.settings.retry, repeatsSafely: connection.settings.keepsKeys,
      at: environment.moment)
    var action = WriteMachine.Action.send
    while true {
      switch action {
      case .finish(let outcome): return outcome
      case .look: action = machine.looked(await look(), environment.moment)
      case .wait(let length):
        if let reason = await connection.pause(length, stop) {
          action = machine.stopped(reason)
        } else {
          action = machine.waited()
        }
      case .send: action = await send(&machine)
      }
    }
  }

  private func send(_ machine: inout WriteMachine) async -> WriteMachine.Action {
    if let reason = await connection.enter(.write, stop) { return machine.stopped(reason) }
    machine.willSend(connection.environment.moment)
    let answer: WriteAnswer
    do {
      let response = try await connection.exchange(.write, request)
      answer = WriteAnswer(response, to: write, now: connection.environment.now())
    } catch {
      answer = WriteAnswer(error)
    }
    return machine.answered(
      answer, connection.environment.moment, random: connection.environment.random())
  }

  private var request: WireRequest {
    var fields = connection.headers
    fields[.idempotencyKey] = write.key
    if write.body != nil { fields[.contentType] = "application/json" }
    let suffix = write.action == .close ? "/close" : ""
    return WireRequest(
      .post, connection.path(.dispute, write.dispute) + suffix, headers: fields, body: write.body)
  }

  private func look() async -> DisputeLook {
    let request = WireRequest(
      .get, connection.path(.dispute, write.dispute), headers: connection.headers)
    do {
      let body =
        if stop() == nil {
          try await connection.read(request, stop)
        } else {
          try await connection.readAtOnce(request)
        }
      return DisputeLook(body, after: write)
    } catch {
      return DisputeLook(error)
    }
  }
}
