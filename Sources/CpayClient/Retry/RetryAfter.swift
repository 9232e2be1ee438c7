import CpayValue
import HTTPTypes

/// How long the server asks to be left alone: the header `Retry-After`.
///
/// No page of the API promises the header; where it comes, it is a minimum.
public struct RetryAfter: Hashable, Sendable {
  /// The wait asked for.
  public let delay: Duration

  /// The longest wait that a run sits out; above it the run stops and says when to come back.
  public static let longest = Duration.seconds(300)

  /// A wait of that length.
  public init(_ delay: Duration) {
    self.delay = delay
  }

  /// Reads whole seconds or an HTTP date; the date is held against the answer's own `Date` where
  /// it has one, else against `now`.
  ///
  /// Nil without the header, and for anything else that may stand in it.
  init?(_ response: WireResponse, now: Timestamp) {
    guard let text = response.headers[.retryAfter] else { return nil }
    if !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
      delay = .seconds(Int64(text) ?? 0)
      return
    }
    guard let date = Timestamp(httpDate: text) else { return nil }
    let start = response.headers[.date].flatMap(Timestamp.init(httpDate:)) ?? now
    delay = .seconds(max(0, date.seconds - start.seconds))
  }

  /// Whether a run sits it out.
  public var isBearable: Bool { delay <= RetryAfter.longest }

  /// The wait plus up to a fifth, so that not all come back at once; never less.
  func pause(_ random: UInt64) -> Duration { delay + delay * (0.2 * fraction(random)) }
}

/// A number from 0 to 1.
func fraction(_ random: UInt64) -> Double { Double(random >> 11) / Double((UInt64(1) << 53) - 1) }

extension Timestamp {
  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers send (RFC 9110, 5.6.7).
  init?(httpDate text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard parts.count == 6, parts[0].utf8.count == 4, parts[0].utf8.last == UInt8(ascii: ","),
      parts[1].utf8.count == 2, parts[3].utf8.count == 4, parts[4].utf8.count == 8,
      parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2]))
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    self.init(iso: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
  }
}

extension HTTPField.Name {
  /// Whether the server wants the request again; an assumption after `Stripe-Should-Retry`.
  static let shouldRetry = HTTPField.Name(known: "CasaPay-Should-Retry")
  /// Requests a second, or `N;w=SECONDS`; an assumption after the IETF's draft on rate limits.
  static let rateLimit = HTTPField.Name(known: "RateLimit-Limit")
}
