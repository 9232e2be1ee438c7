import CpayValue

/// The API's own description of what it did not accept (errors page).
public struct APIError: Error, Hashable, Sendable {
  /// The HTTP status.
  public let status: Int
  /// `invalid_request_error` and the like; nil when the body did not say.
  public let type: String?
  /// `state_invalid` and the like.
  public let code: String?
  /// A sentence for people.
  public let message: String
  /// The parameter concerned.
  public let parameter: String?
  /// The API's name for the request.
  public let requestID: String?
  /// Whether the API said it from memory, under the request's idempotency key.
  let isReplayed: Bool

  /// The error in an answer; a body that is not the documented one leaves the status to speak.
  public init(_ response: WireResponse) {
    let body = (try? JSONReader.read(response.body))?["error"]
    status = response.status
    type = body?["type"]?.string.map { APIError.shortened($0, to: 60) }
    code = body?["code"]?.string.map { APIError.shortened($0, to: 60) }
    message = APIError.shortened(
      body?["message"]?.string ?? "the answer has no message", to: 300)
    parameter = body?["param"]?.string.map { APIError.shortened($0, to: 60) }
    requestID = response.requestID
    isReplayed = response.isReplayed
  }

  private init(_ error: APIError, message: String) {
    (status, type, code) = (error.status, error.type, error.code)
    (parameter, requestID, isReplayed) = (error.parameter, error.requestID, error.isReplayed)
    self.message = message
  }

  /// The same, and when to come back, where the API asks for a wait that nobody sits out.
  func adding(_ asked: RetryAfter?, _ now: Timestamp) -> APIError {
    guard let asked, !asked.isBearable,
      let time = now.adding(DurationValue(seconds: asked.delay.components.seconds))
    else { return self }
    return APIError(self, message: "\(message); come back at \(time.display)")
  }

  /// Whether the answer is the API's own: its error bodies have a type (errors page).
  public var isDocumented: Bool { type != nil }

  /// A text of at most that many characters, with `…` where it was cut: it is for people, and
  /// comes from outside.
  ///
  /// Keys are taken out of it before it is cut.
  private static func shortened(_ text: String, to count: Int) -> String {
    let text = KeyPattern.masked(text)
    let scalars = text.unicodeScalars
    guard scalars.dropFirst(count).first != nil else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(count - 1))) + "…"
  }

  /// One line: the message, then status and code.
  public var summary: String {
    "\(message) (\(status)\(code.map { ", \($0)" } ?? ""))"
  }
}

/// Why a read brought nothing.
public enum ReadFailure: Error, Hashable, Sendable {
  /// No answer came.
  case transport(TransportFailure)
  /// The API refused.
  case api(APIError)
  /// The answer is not what the API documents.
  case malformed(String)

  /// Why an answer that is no yes brought nothing.
  init(_ response: WireResponse, at now: Timestamp) {
    self =
      (300..<400).contains(response.status)
      ? .malformed("the server wants the request sent elsewhere (\(response.status))")
      : .api(APIError(response).adding(RetryAfter(response, now: now), now))
  }

  /// What happened, as a sentence without its full stop.
  public var reason: String {
    switch self {
    case .transport(let failure): failure.reason
    case .api(let error): error.summary
    case .malformed(let reason): reason
    }
  }
}
