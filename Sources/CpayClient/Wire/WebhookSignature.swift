public import CpayValue
import Crypto

/// Checks that a delivery comes from the API: the header `X-CasaPay-Signature` (webhooks page).
public enum WebhookSignature {
  /// Why a delivery is not to be believed.
  public enum Failure: Error, Hashable, Sendable {
    /// The header has no time, or no signature of version 1.
    case malformed
    /// Its time is more than the tolerance away from now, in either direction.
    case outOfTime
    /// No signature is that of this body under this secret.
    case wrong
  }

  /// How far the time of a delivery may be from now (webhooks page: 300 s).
  public static let tolerance = DurationValue(seconds: 300)

  /// Checks `header` over the raw bytes of the body, in constant time; `secret` is the whole text,
  /// `whsec_` included.
  ///
  /// The parts may come in any order, `v1` more than once while a secret is being replaced.
  /// - Throws: ``Failure`` when the delivery is not to be believed.
  public static func verify(
    _ header: String, body: [UInt8], secret: String, now: Timestamp
  ) throws(Failure) {
    let pairs = header.split(separator: ",").map { part in
      part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.filter { $0 != " " } }
    }
    let times = pairs.filter { $0.count == 2 && $0[0] == "t" }.map { $0[1] }
    let signatures = pairs.filter { $0.count == 2 && $0[0] == "v1" }.compactMap {
      bytes(hex: $0[1])
    }
    guard times.count == 1, times[0].utf8.allSatisfy({ $0 &- 0x30 < 10 }),
      let sent = Int64(times[0]), !signatures.isEmpty
    else { throw .malformed }
    let (distance, overflow) = now.seconds.subtractingReportingOverflow(sent)
    guard !overflow, distance.magnitude <= tolerance.seconds.magnitude else { throw .outOfTime }
    let key = SymmetricKey(data: Array(secret.utf8))
    let signed = Array("\(times[0]).".utf8) + body
    let isOurs = signatures.reduce(false) { found, signature in
      HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: signed, using: key) || found
    }
    guard isOurs else { throw .wrong }
  }

  /// The 32 bytes of 64 lower-case hexadecimal digits.
  private static func bytes(hex text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var result: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let high = digit(digits[index]), let low = digit(digits[index + 1]) else { return nil }
      result.append(high << 4 | low)
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
