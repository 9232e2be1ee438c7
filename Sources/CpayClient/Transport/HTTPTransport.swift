import CpayModel
public import HTTPTypes

/// Carries one request to one server and brings its whole answer back.
///
/// A transport never follows a redirect and never sends a request twice: what to do after a
/// failure is decided above it.
public protocol HTTPTransport: Sendable {
  /// The answer to `request`, whatever its status.
  /// - Throws: ``TransportFailure`` when no whole answer came, with how far the request got.
  func send(_ request: WireRequest) async throws(TransportFailure) -> WireResponse
}

/// A request as it leaves, without the server's address.
public struct WireRequest: Sendable {
  /// GET or POST.
  public let method: HTTPRequest.Method
  /// The path from the server's root, its parts already encoded.
  public let path: String
  /// The query's parameters, not yet encoded, in alphabetical order.
  public let query: [Parameter]
  /// The header fields.
  public var headers: HTTPFields
  /// The body, when there is one that is held in memory.
  public let body: [UInt8]?
  /// The body, when it is read while it is sent.
  public var stream: BodyStream?
  /// Bytes of the answer that are read, at most.
  public var answerLimit = WireLimits.maximumAnswerBytes

  /// One parameter of the query.
  public struct Parameter: Hashable, Sendable {
    /// The API's name for it.
    public let name: String
    /// Its value, not yet encoded.
    public let value: String

    /// `name=value`.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A request for `path`.
  public init(
    _ method: HTTPRequest.Method, _ path: String, query: [Parameter] = [],
    headers: HTTPFields = [:], body: [UInt8]? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query.sorted { $0.name < $1.name }
    self.headers = headers
    self.body = body
  }

  /// Path and query as they stand in the request line.
  public var target: String {
    guard !query.isEmpty else { return path }
    let parameters = query.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
    return path + "?" + parameters.joined(separator: "&")
  }
}

/// An answer as it arrived.
public struct WireResponse: Sendable {
  /// The HTTP status.
  public let status: Int
  /// The header fields.
  public let headers: HTTPFields
  /// The whole body.
  public let body: [UInt8]

  /// An answer with that status.
  public init(status: Int, headers: HTTPFields = [:], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The API's name for the request, when it sent one; a key in it is masked.
  public var requestID: String? { headers[.requestID].map(KeyPattern.masked) }
}

extension HTTPField.Name {
  /// The client's random name for a POST (idempotent requests page).
  public static let idempotencyKey = HTTPField.Name(known: "Idempotency-Key")
  /// The API version a request is written for (versioning page).
  public static let casapayVersion = HTTPField.Name(known: "CasaPay-Version")
  /// The API's name for a request; an assumption, since no page documents it.
  public static let requestID = HTTPField.Name(known: "Request-Id")
  /// The sandbox's mark on each of its answers.
  public static let sandbox = HTTPField.Name(known: "x-cpay-sandbox")

  /// A name that is known to be one.
  init(known name: String) {
    guard let parsed = HTTPField.Name(name) else {
      preconditionFailure("\(name) is a field name")
    }
    self = parsed
  }
}

/// Everything but RFC 3986's unreserved characters as `%XX`.
func percentEncoded(_ text: String) -> String {
  var result = ""
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      result.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let hex = String(byte, radix: 16, uppercase: true)
      result += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
    }
  }
  return result
}
