import CpayValue

/// A refusal as the errors page writes it: an HTTP status and one `error` object.
struct APIError: Error, Hashable, Sendable {
  /// The `type` values that the sandbox answers with.
  enum Kind: String, Sendable {
    case api = "api_error"
    case authentication = "authentication_error"
    case invalidRequest = "invalid_request_error"
    case validation = "validation_error"
    case idempotency = "idempotency_error"
    case rateLimit = "rate_limit_error"
  }

  /// The `code` values that the sandbox answers with.
  enum Code: String, Sendable {
    case parameterMissing = "parameter_missing"
    case parameterInvalid = "parameter_invalid"
    case notFound = "resource_not_found"
    case stateInvalid = "state_invalid"
  }

  let status: Int
  let kind: Kind
  let code: Code?
  /// One sentence that names the value.
  let message: String
  /// The parameter at fault, dotted as in the parameter tables: `evidence.receipt`.
  let param: String?

  /// The body of the answer; `requestID` is in it where it is given.
  func body(requestID: String?) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("error")
    writer.beginObject()
    writer.member("type", kind.rawValue)
    if let code { writer.member("code", code.rawValue) }
    writer.member("message", message)
    if let param { writer.member("param", param) }
    if let code {
      writer.member(
        "doc_url", "https://docs.casapay.com/docs/getting-started/errors#\(code.rawValue)")
    }
    if let requestID { writer.member("request_id", requestID) }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }
}

extension APIError {
  /// A request that cannot be read: 400 without a parameter.
  static func malformed(_ message: String) -> APIError {
    APIError(status: 400, kind: .invalidRequest, code: nil, message: message, param: nil)
  }

  /// A parameter of the wrong type or with an impossible value.
  static func invalid(_ param: String, _ message: String) -> APIError {
    APIError(
      status: 400, kind: .invalidRequest, code: .parameterInvalid, message: message, param: param)
  }

  /// A member of the body that the endpoint does not take.
  static func unknownMember(_ name: String) -> APIError {
    invalid(name, "Unknown parameter '\(name)' in the body.")
  }

  /// A required parameter that is absent.
  static func missing(_ param: String, _ message: String) -> APIError {
    APIError(
      status: 400, kind: .invalidRequest, code: .parameterMissing, message: message, param: param)
  }

  /// A parameter that names an object which is not there.
  static func unknownReference(_ param: String, _ message: String) -> APIError {
    APIError(status: 400, kind: .invalidRequest, code: .notFound, message: message, param: param)
  }

  /// A value of the right type that breaks a rule of its field.
  static func validation(_ param: String, _ message: String) -> APIError {
    APIError(
      status: 422, kind: .validation, code: .parameterInvalid, message: message, param: param)
  }

  /// A path or an object that is not there.
  static func notFound(_ message: String) -> APIError {
    APIError(status: 404, kind: .invalidRequest, code: .notFound, message: message, param: nil)
  }

  /// An object that is not there.
  static func noSuch(_ kind: ObjectKind, _ id: String) -> APIError {
    .notFound("No such \(kind.plainName): '\(id)'.")
  }

  /// A failure that a fault rule asks for.
  static func injected(_ status: Int) -> APIError {
    APIError(
      status: status, kind: status == 429 ? .rateLimit : .api, code: nil,
      message: "A fault rule answers \(status).", param: nil)
  }

  /// Too many requests; `wait` is in whole seconds.
  static func rateLimit(_ wait: Int) -> APIError {
    APIError(
      status: 429, kind: .rateLimit, code: nil,
      message: "Too many requests; try again in \(wait) s.", param: nil)
  }

  /// A change that the object's state does not allow.
  static func state(_ message: String) -> APIError {
    APIError(status: 422, kind: .invalidRequest, code: .stateInvalid, message: message, param: nil)
  }

  /// A clash of idempotency keys.
  static func idempotency(_ message: String) -> APIError {
    APIError(status: 409, kind: .idempotency, code: nil, message: message, param: nil)
  }

  /// A key that is missing or unknown (401), or not allowed to do this (403).
  static func authentication(_ status: Int, _ message: String) -> APIError {
    APIError(status: status, kind: .authentication, code: nil, message: message, param: nil)
  }
}

extension JSONWriter {
  /// Writes a member that is a text, or null.
  mutating func member(_ name: String, _ text: String?) {
    key(name)
    if let text { string(text) } else { null() }
  }

  /// Writes a member that is a whole number, or null.
  mutating func member(_ name: String, _ number: Int64?) {
    key(name)
    if let number { integer(number) } else { null() }
  }

  /// Writes a member that is true or false.
  mutating func member(_ name: String, _ flag: Bool) {
    key(name)
    bool(flag)
  }
}
