import CpayModel
import CpayValue
import HTTPTypes

/// Does what ``WriteMachine`` decides: sends, waits and looks.
struct WriteLoop: Sendable {
  let sender: RequestSender
  let write: DisputeWrite
  /// What is known from before, and who is told when a request leaves.
  let record: SendingRecord
  /// Why nothing more may be sent; asked before every request.
  let cancellation: CancellationToken

  /// What the write came to.
  func run() async -> WriteOutcome {
    let environment = sender.environment
    let (policy, keepsKeys) = (sender.settings.retry, sender.settings.keepsKeys)
    var machine: WriteMachine
    var action: WriteMachine.Action
    if let earlier = record.earlier {
      let doubt = earlier.doubt(of: sender.key.fingerprint)
      machine = WriteMachine(
        policy, repeatsSafely: keepsKeys && doubt == nil, at: environment.moment,
        after: earlier.adding(doubt))
      action = .look
    } else {
      machine = WriteMachine(policy, repeatsSafely: keepsKeys, at: environment.moment)
      action = .send
    }
    var isRepeat = record.earlier != nil
    while true {
      switch action {
      case .finish(let outcome): return outcome
      case .look: action = machine.looked(await look(), environment.moment)
      case .wait(let length):
        if let reason = await sender.pause(length, cancellation) {
          action = machine.stopped(reason)
        } else {
          action = machine.waited(environment.moment)
        }
      case .send:
        action = await send(&machine, isRepeat: isRepeat)
        isRepeat = true
      }
    }
  }

  private func send(
    _ machine: inout WriteMachine, isRepeat: Bool
  ) async -> WriteMachine.Action {
    if let reason = await sender.enter(.write, cancellation) { return machine.stopped(reason) }
    // The wait at the gate may have been long, and so may this be.
    if let reason = await record.willLeave(isRepeat) ?? cancellation.reason {
      sender.gate.leave(.write, nil)
      return machine.stopped(reason)
    }
    machine.willSend(sender.environment.moment)
    let answer: WriteAnswer
    do {
      let response = try await sender.exchange(.write, request)
      let first = WriteAnswer(response, to: write, now: sender.environment.now())
      answer = response.isReplayed ? await heldAgainstDispute(first, response) : first
    } catch {
      answer = WriteAnswer(error)
    }
    return machine.answered(
      answer, sender.environment.moment, random: sender.environment.random())
  }

  /// A yes from the API's memory, held against the dispute: much may have happened since.
  private func heldAgainstDispute(
    _ answer: WriteAnswer, _ response: WireResponse
  ) async -> WriteAnswer {
    guard case .applied = answer else { return answer }
    let bytes = try? await read(sender.path(.dispute, write.dispute), [])
    guard let dispute = bytes.flatMap({ try? JSONReader.read($0) }),
      let id = dispute["id"]?.string, id.utf8.elementsEqual(write.dispute.utf8),
      let status = dispute["status"]?.string,
      WriteProof.shows(write, status: status, evidence: dispute["evidence"])
    else {
      return .outdated(
        "the API answered from memory, and the dispute does not show it",
        requestID: response.requestID)
    }
    return answer
  }

  private var request: WireRequest {
    var fields = sender.headers
    fields[.idempotencyKey] = write.key
    if write.body != nil { fields[.contentType] = "application/json" }
    let suffix = write.action == .close ? "/close" : ""
    return WireRequest(
      .post, sender.path(.dispute, write.dispute) + suffix, headers: fields, body: write.body)
  }

  /// Reads the dispute, and where it has moved on by whomever, who did it.
  private func look() async -> DisputeLook {
    do {
      let path = sender.path(.dispute, write.dispute)
      let look = DisputeLook(try await read(path, []), after: write)
      guard case .moved = look else { return look }
      let limit = WireRequest.Parameter("limit", String(WireLimits.maximumPageSize))
      guard let events = try? await read(Resource.event.path, [limit]),
        WriteProof.names(write, inEvents: events)
      else { return look }
      return .ours
    } catch {
      return DisputeLook(error)
    }
  }

  /// Whoever has been told to stop asks once and waits for nothing.
  private func read(
    _ path: String, _ query: [WireRequest.Parameter]
  ) async throws(ReadFailure) -> [UInt8] {
    let request = WireRequest(.get, path, query: query, headers: sender.headers)
    return try await cancellation.reason == nil
      ? sender.read(request, cancellation) : sender.readAtOnce(request)
  }
}
