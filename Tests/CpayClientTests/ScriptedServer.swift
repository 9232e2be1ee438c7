import CpayClient
import CpayTestSupport
import CpayValue
import HTTPTypes
import Synchronization

/// What a POST comes to.
enum Reply: Hashable, Sendable {
  /// The answer of that status, with that type and code of error and those fields.
  case status(Int, type: String? = nil, code: String? = nil, fields: [String: String] = [:])
  /// The dispute after the write: the yes that is hoped for.
  case yes
  /// A 200 with that body.
  case body(String)
  /// No whole answer.
  case lost(TransportFailure.Phase)

  static let refused = Reply.lost(.notSent)
  static let inProgress = Reply.status(409, type: "invalid_request_error")
  static let no = Reply.status(400, type: "invalid_request_error", code: "parameter_invalid")
  static let stateInvalid = Reply.status(
    422, type: "invalid_request_error", code: "state_invalid")
}

/// What a look at the dispute shows.
enum Sight: Hashable, Sendable {
  /// It still waits for a response.
  case untouched
  /// It shows the write.
  case ours
  /// Someone else has acted.
  case moved
  /// It has been accepted, and an event names the key of the write.
  case acceptedByUs
  /// The read fails with that status.
  case failing(Int)
}

/// An API that answers POSTs from a script, its last reply for ever, and shows a dispute on reads.
final class ScriptedServer: HTTPTransport {
  private let replies: [Reply]
  private let sights: [Sight]
  private let sent = Mutex<[WireRequest]>([])

  init(_ replies: [Reply], seeing sights: [Sight]) {
    (self.replies, self.sights) = (replies, sights)
  }

  var requests: [WireRequest] { sent.withLock { $0 } }
  var posts: [WireRequest] { requests.filter { $0.method == .post } }
  /// `POST` and `GET` in order.
  var methods: [String] { requests.map(\.method.rawValue) }

  func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse {
    let (posts, gets) = sent.withLock { sent in
      sent.append(request)
      return (sent.count { $0.method == .post }, sent.count { $0.isLook })
    }
    if request.isLook { return ScriptedServer.answer(sights[min(gets, sights.count) - 1]) }
    if request.method == .get { return events(sights[min(gets, sights.count) - 1]) }
    return try ScriptedServer.answer(replies[min(posts, replies.count) - 1])
  }

  /// One event about the dispute, of our key or another.
  private func events(_ sight: Sight) -> WireResponse {
    let key = sight == .acceptedByUs ? posts[0].headers[.idempotencyKey] ?? "" : "cp1_other"
    let event =
      #"{"request":{"idempotency_key":"\#(key)"},"data":{"object":{"id":"dp_a1"}}}"#
    return WireResponse(status: 200, body: Array(#"{"data":[\#(event)]}"#.utf8))
  }

  static func dispute(_ status: String, evidence: String = #"{"customer_name":"Ana"}"#) -> [UInt8] {
    Array(
      #"{"object":"dispute","id":"dp_a1","status":"\#(status)","evidence":\#(evidence)}"#.utf8)
  }

  private static func answer(_ sight: Sight) -> WireResponse {
    switch sight {
    case .untouched: WireResponse(status: 200, body: dispute("needs_response", evidence: "{}"))
    case .ours: WireResponse(status: 200, body: dispute("under_review"))
    case .moved, .acceptedByUs: WireResponse(status: 200, body: dispute("lost"))
    case .failing(let status): error(status, "api_error", nil, [:])
    }
  }

  static func answer(_ reply: Reply) throws(TransportFailure) -> WireResponse {
    switch reply {
    case .status(let status, let type, let code, let fields):
      return error(status, type, code, fields)
    case .yes: return WireResponse(status: 200, body: dispute("under_review"))
    case .body(let text): return WireResponse(status: 200, body: Array(text.utf8))
    case .lost(let phase): throw TransportFailure(phase, "gone")
    }
  }

  private static func error(
    _ status: Int, _ type: String?, _ code: String?, _ fields: [String: String]
  ) -> WireResponse {
    var headers = HTTPFields()
    for (name, value) in fields {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    let code = code.map { #","code":"\#($0)""# } ?? ""
    let body = type.map { #"{"error":{"type":"\#($0)","message":"no"\#(code)}}"# } ?? ""
    return WireResponse(status: status, headers: headers, body: Array(body.utf8))
  }
}

extension WireRequest {
  /// Whether it reads the dispute.
  var isLook: Bool { method == .get && path.hasPrefix("/v1/disputes") }
}

extension WriteOutcome {
  /// The end and what it means for the run, for comparing.
  var label: String {
    switch self {
    case .applied(_, reconciled: nil): "applied"
    case .applied: "reconciled"
    case .notApplied(.refused): "refused"
    case .notApplied(.stopped): "stopped"
    case .unknown(let doubt):
      switch doubt.reach {
      case .thisWrite: "unknown"
      case .keyClash: "unknown, clash"
      case .everything: "unknown, stop"
      }
    }
  }
}
